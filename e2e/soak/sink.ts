import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What came for one step of one execution. */
export interface Calls {
  readonly keys: Set<string>;
  count: number;
}

export interface Sink {
  readonly url: string;
  /** host:port */
  readonly address: string;
  /** By `execution step`. */
  readonly calls: ReadonlyMap<string, Calls>;
  stop(): void;
}

/** So many of the calls are refused the first time, so that there are attempts to be repeated without any fault. */
const ONE_IN = 25;

/** The system outside, which the steps call. It keeps what came, and under which idempotency key. */
export async function startSink(): Promise<Sink> {
  const calls = new Map<string, Calls>();
  let refusals = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { execution, step } = JSON.parse(Buffer.concat(chunks).toString()) as { execution: string; step: string };
    const name = `${execution} ${step}`;
    const known = calls.get(name);
    const key = String(request.headers["idempotency-key"]);
    if (known === undefined) calls.set(name, { keys: new Set([key]), count: 1 });
    else {
      known.keys.add(key);
      known.count += 1;
    }
    const refuses = known === undefined && ++refusals % ONE_IN === 0;
    response.writeHead(refuses ? 503 : 200, { "content-type": "application/json" }).end("{}");
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    ...{ address, calls, url: `http://${address}` },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
