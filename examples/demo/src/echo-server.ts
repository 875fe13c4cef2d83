import { createServer } from "node:http";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";

export type EchoRequest = { readonly idempotencyKey: string | undefined; readonly at: Date };

export type EchoServer = {
  /** `http://127.0.0.1:43210` */
  readonly url: string;
  /** Host and port, such as `127.0.0.1:43210`, for the worker's allow-list, because outgoing calls to loopback are refused otherwise (I11). */
  readonly host: string;
  /** All requests that the server has got. */
  readonly requests: readonly EchoRequest[];
  stop(): Promise<void>;
};

const MAX_BODY_BYTES = 64 * 1024;

/** The file that keeps the port of the last start. The graph contains the port, so with the same port a second start publishes nothing. */
async function lastPort(file: string): Promise<number> {
  const port = Number(await readFile(file, "utf8").catch(() => "0"));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
}

/**
 * Starts a server that answers each request with the request itself. It keeps the Idempotency-Key of each request, which shows that
 * no step ran twice (I5). With `dataDir` it uses the port of its last start again.
 */
export async function startEchoServer(dataDir?: string): Promise<EchoServer> {
  const requests: EchoRequest[] = [];
  const server = createServer(async (request, response) => {
    const idempotencyKey = request.headers["idempotency-key"];
    requests.push({ idempotencyKey: idempotencyKey?.toString(), at: new Date() });
    let body = "";
    try {
      for await (const chunk of request) body = (body + String(chunk)).slice(0, MAX_BODY_BYTES);
    } catch {
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ method: request.method, path: request.url, body, idempotencyKey }));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  const portFile = dataDir && join(dataDir, "demo-echo-port");
  const last = portFile ? await lastPort(portFile) : 0;
  // Another demo on the same data may use the port at this moment. It then keeps the port for its next start.
  await listen(last).catch(() => listen(0));
  const { port } = server.address() as AddressInfo;
  if (portFile && last === 0) {
    await mkdir(dirname(portFile), { recursive: true, mode: 0o700 });
    await writeFile(portFile, String(port), { mode: 0o600 });
  }
  const host = `127.0.0.1:${String(port)}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
