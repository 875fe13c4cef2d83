import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type EchoRequest = { readonly idempotencyKey: string | undefined; readonly at: Date };

export type EchoServer = {
  /** `http://127.0.0.1:43210` */
  readonly url: string;
  /** `127.0.0.1:43210`, for the worker's allow-list: outgoing calls to loopback are refused otherwise (I11). */
  readonly host: string;
  /** Every request it ever got. */
  readonly requests: readonly EchoRequest[];
  stop(): Promise<void>;
};

const MAX_BODY_BYTES = 64 * 1024;

/** Answers each request with what it was, and remembers its Idempotency-Key: what shows that no step ran twice (I5). */
export async function startEchoServer(): Promise<EchoServer> {
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
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
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
