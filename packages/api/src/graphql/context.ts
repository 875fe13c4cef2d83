import type { Principal } from "../access/principal.ts";
import type { AppDeps } from "../app/app-deps.ts";
import type { Loads } from "./loads.ts";

/** What every resolver gets: what operations need, and the caller. */
export interface GraphqlContext {
  readonly deps: AppDeps;
  /** What is loaded for the answer. */
  readonly loads: Loads;
  readonly caller: Principal;
  readonly requestId: string;
  /** Over HTTP: the client has left. */
  readonly left?: AbortSignal;
}

/** What the server passes with a GraphQL request: the caller, and the request's id. */
export interface ServerContext {
  readonly caller: Principal;
  readonly requestId: string;
  /** Over HTTP: the client has left. */
  readonly left?: AbortSignal;
}
