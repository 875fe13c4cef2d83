import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Listening {
  /** Where the server is reached, without a path and without a slash in the end. */
  readonly url: string;
  /** Ends all connections and stops listening. */
  stop(): Promise<void>;
}

/** Lets an HTTP server listen there, on a free port for port 0, and rejects if it cannot. */
export async function listenOn(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${String((server.address() as AddressInfo).port)}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
