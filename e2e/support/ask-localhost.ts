import { request } from "node:http";
import { buffer } from "node:stream/consumers";

/** `fetch` for names under `localhost`: browsers know that each of them stands for this machine, and not every resolver does. */
export async function askLocalhost(
  url: URL | string,
  init: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<Response> {
  const { host, port, pathname, search } = new URL(url);
  const { method = "GET", headers = {}, body } = init;
  return await new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path: pathname + search, method, headers: { ...headers, host } }, (reply) => {
      const fields = Object.entries(reply.headersDistinct).map(([name, values]) => [name, values!.join()] as const);
      const made = (content: Buffer<ArrayBuffer>) =>
        new Response(content, { status: reply.statusCode!, headers: Object.fromEntries(fields) });
      buffer(reply).then((content) => resolve(made(content as Buffer<ArrayBuffer>)), reject);
    })
      .on("error", reject)
      .end(body);
  });
}
