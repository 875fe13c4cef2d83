import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalPostgres, startPostgres } from "@tempograph/local-stack";
import { onTestFinished } from "vitest";

export interface KillablePostgres {
  /** Stays the same when the server is started again. */
  readonly url: string;
  killAndStart(): Promise<void>;
}

/** For tests: a server of its own, which can be killed with -9 and started again. It ends with the test. */
export async function killablePostgres(): Promise<KillablePostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-killable-"));
  const start = (): Promise<LocalPostgres> => startPostgres({ dataDir, databaseUrl: "" });
  let server = await start();
  const open = new Set<Socket>();
  // A server that is started again has another port.
  const proxy = createServer((outer) => {
    const inner = connect(Number(new URL(server.url).port), "127.0.0.1");
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      open.add(from);
      from.on("error", () => undefined);
      from.on("close", () => void (open.delete(from), to.destroy()));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    proxy.close();
    for (const socket of open) socket.destroy();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const url = new URL(server.url);
  url.hostname = "127.0.0.1";
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.href,
    async killAndStart() {
      process.kill(server.pid!, "SIGKILL");
      await server.stop();
      server = await start();
    },
  };
}
