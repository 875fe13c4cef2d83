import { HOOK_ROUTES } from "../hooks/hook-routes.ts";
import { operations } from "../operations/registry.ts";

/** The routes of the registry, by the operations that they perform. */
const routes: ReadonlyMap<string | undefined, string> = new Map(
  operations.flatMap(({ name, kind, rest }) =>
    rest === undefined ? [] : [[name, `${kind === "list" || !("method" in rest) ? "GET" : rest.method} ${rest.path}`]],
  ),
);

/** What a link to the dashboard asks for in the name of whoever opens it. The code that it sends is looked at instead of a token. */
export const OPEN_LINK = "/auth/links/open";

/** GraphQL asks for the permission of each field. Everybody who is known may begin a session as oneself, and may end it. */
const OTHERS: ReadonlySet<string> = new Set(["/graphql", "/auth/session", "/auth/links", OPEN_LINK, "/auth/logout"]);

interface Route {
  readonly method: string | readonly string[];
  readonly url: string;
  readonly config?: { readonly operation?: string };
}

/**
 * Keeps the server from starting with a route for which nothing says who may call it. A route either is that of an operation, as the
 * registry describes it, or is one of the `pages`, which are only read and need no token.
 */
export function requireAccess({ method, url, config }: Route, pages: RegExp): void {
  const reads = [method].flat().every((one) => one === "GET" || one === "HEAD");
  if (OTHERS.has(url) || HOOK_ROUTES.has(url) || (reads && pages.test(url))) return;
  // Fastify answers HEAD on each route for GET.
  if (routes.get(config?.operation) === `${reads ? "GET" : String(method)} ${url}`) return;
  throw new Error(
    `The route ${String(method)} ${url} is that of no operation of the registry, so nothing says who may call it. Describe it as an operation in packages/api/src/operations.`,
  );
}
