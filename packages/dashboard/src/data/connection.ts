import { createStore, type Store } from "./store.ts";

/**
 * How this page stands with the API: `lost` when it does not answer, `signedOut` when it answers that there is no session. The shell shows both,
 * and goes on when they are over; pages need not care.
 */
export type Connection = "ok" | "lost" | "signedOut";

export const connection: Store<Connection> = createStore<Connection>("ok");

/** The project in which the owner works; undefined for that of the caller's token. Kept for the tab. */
const PROJECT_KEY = "tempograph:project";
export const project: Store<string | undefined> = createStore(sessionStorage.getItem(PROJECT_KEY) ?? undefined);
project.subscribe(() => {
  const chosen = project.get();
  if (chosen === undefined) sessionStorage.removeItem(PROJECT_KEY);
  else sessionStorage.setItem(PROJECT_KEY, chosen);
});

/** The headers of each request. The first shows that a page of this origin has made it, which other sites cannot do. */
export function ownHeaders(): Record<string, string> {
  const chosen = project.get();
  return { "tempograph-session": "dashboard", ...(chosen !== undefined && { "tempograph-project": chosen }) };
}
