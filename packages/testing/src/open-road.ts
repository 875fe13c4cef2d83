import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { Transform } from "node:stream";

export interface Road {
  /** host:port of the near end. */
  readonly address: string;
  open(): Promise<void>;
  /** Breaks all open connections and refuses new ones. */
  close(): Promise<void>;
  /**
   * Swallows what the open connections send from now on, in both directions, and tells neither end: they are half-open. Connections that are
   * opened later go through.
   */
  swallow(): void;
  /** Holds what is sent from now on for so many milliseconds, in each direction. */
  delay(ms: number): void;
}

/** A port of its own in front of a server, `host:port`, to be closed and opened again. */
export async function openRoad(target: string): Promise<Road> {
  const [host, farPort] = target.split(":");
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  let delayMs = 0;

  const delayed = (): Transform =>
    new Transform({
      transform(chunk, _encoding, done) {
        if (delayMs === 0) done(null, chunk);
        else setTimeout(() => done(null, chunk), delayMs);
      },
    });

  async function open(): Promise<void> {
    const opened = createServer((near) => {
      const far = connect(Number(farPort), host);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one);
        one.on("error", () => other.destroy()).on("close", () => other.destroy());
        one.pipe(delayed()).pipe(other);
      }
    });
    await new Promise<void>((resolve) => opened.listen(port, "127.0.0.1", resolve));
    port = (opened.address() as AddressInfo).port;
    server = opened;
  }

  await open();
  return {
    address: `127.0.0.1:${String(port)}`,
    open,
    swallow() {
      for (const socket of sockets) {
        socket.unpipe();
        socket
          .removeAllListeners("close")
          .removeAllListeners("error")
          .on("error", () => undefined);
        socket.resume();
      }
    },
    delay(ms) {
      delayMs = ms;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await new Promise((resolve) => server!.close(resolve));
    },
  };
}
