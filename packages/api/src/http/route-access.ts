import { operations } from "../operations/registry.ts";

const names: ReadonlySet<string> = new Set(operations.map(({ name }) => name));

/** GraphQL asks for the permission of each field, and everybody who has signed in may sign out. */
const OTHERS: ReadonlySet<string> = new Set(["/graphql", "/auth/logout"]);

interface Route {
  readonly method: string | readonly string[];
  readonly url: string;
  readonly config?: { readonly operation?: string };
}

/**
 * Keeps the server from starting with a route for which nothing says who may call it. A route either performs an operation, whose
 * permission is in the registry, or is one of the `pages`, which hold no data of the installation and are only read.
 */
export function requireAccess({ method, url, config }: Route, pages: RegExp): void {
  if (names.has(config?.operation ?? "") || OTHERS.has(url)) return;
  const reads = [method].flat().every((one) => one === "GET" || one === "HEAD");
  if (reads && pages.test(url)) return;
  throw new Error(
    `The route ${String(method)} ${url} names no operation of the registry, so nothing says who may call it. Describe it as an operation in packages/api/src/operations.`,
  );
}
