import { createServer, type Server } from "node:http";

/** Serves `GET /health`: 200 `{"status":"ok"}` while the worker polls, otherwise 503. */
export async function startHealthServer(
  options: { readonly host: string; readonly port: number },
  isHealthy: () => boolean,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/health") {
      response.writeHead(404).end();
      return;
    }
    const healthy = isHealthy();
    response.writeHead(healthy ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: healthy ? "ok" : "starting or stopping" }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return { url: urlOf(server), stop: () => stopServer(server) };
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The health server has no address.");
  return `http://${address.address}:${address.port}/health`;
}

function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
