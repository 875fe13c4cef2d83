import type { CallOptions, Client, FollowOptions } from "./client-types.ts";
import { follow } from "./follow.ts";
import { routes } from "./generated/routes.ts";
import { makeRequest } from "./make-request.ts";
import type { Route } from "./route.ts";
import { sendRequest } from "./send-request.ts";

export interface ClientOptions {
  /** Where the API is, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Who calls. In a browser with a session cookie it is not needed. */
  readonly token?: string;
  /** The project to work in. Only the owner's token works in several. Default: the token's. */
  readonly project?: string;
  /** Milliseconds after which an attempt without an answer is given up. Default 30,000; `Infinity`: never. */
  readonly timeoutMs?: number;
  /** How often a failed request is sent again if nothing can happen twice. Default 3. */
  readonly retries?: number;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * A client of Tempograph's API with one method per operation. An input has the parameters of path and query and the fields of the body
 * in one object. A call that fails throws a TempographError.
 */
export function createClient(options: ClientOptions): Client {
  // Call it without an object: browsers refuse a `fetch` that is the method of something else.
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const call = async (route: Route, input: Fields = {}, given: CallOptions = {}): Promise<unknown> =>
    await sendRequest(makeRequest(route, options, input), {
      fetch: send,
      timeoutMs: given.timeoutMs ?? options.timeoutMs ?? 30_000,
      retries: options.retries ?? 3,
      signal: given.signal,
    });
  const stream = (route: Route, input: Fields = {}, given: FollowOptions = {}) =>
    follow(makeRequest(route, options, input), { fetch: send, ...given });
  const methods = Object.entries(routes).map(([name, route]: [string, Route]) => [
    name,
    (input?: Fields, given?: CallOptions & FollowOptions) =>
      route.kind === "subscription" ? stream(route, input, given) : call(route, input, given),
  ]);
  async function* every(list: keyof typeof routes, input: Fields = {}, given?: CallOptions) {
    let cursor = input["cursor"];
    do {
      const page = (await call(routes[list], { ...input, cursor: cursor ?? undefined }, given)) as {
        readonly items: readonly unknown[];
        readonly nextCursor: string | null;
      };
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  return { ...(Object.fromEntries(methods) as object), every } as unknown as Client;
}
