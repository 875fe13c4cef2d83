import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface SlowServer {
  readonly url: string;
  stop(): void;
}

/** A server that takes this long for each answer, as those do that workflows call. */
export async function startSlowServer(ms: number): Promise<SlowServer> {
  const server = createServer((_, response) => {
    setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"), ms);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
