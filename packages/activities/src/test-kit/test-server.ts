import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TestServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** A real HTTP server on loopback that keeps what it was sent. */
export async function startTestServer(
  answer: (request: SeenRequest, response: ServerResponse, count: number) => void,
): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (message, response) => {
    let body = "";
    for await (const chunk of message) body += chunk;
    const request = { method: message.method ?? "", url: message.url ?? "", headers: message.headers, body };
    requests.push(request);
    answer(request, response, requests.length);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
