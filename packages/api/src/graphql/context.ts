import type { Principal } from "../access/principal.ts";
import type { AppDeps } from "../app/app-deps.ts";

/** What every resolver gets: what operations work with, and who calls. */
export interface GraphqlContext {
  readonly deps: AppDeps;
  readonly caller: Principal;
  readonly requestId: string;
}

/** What whoever runs a GraphQL request has to say: who asked, and the request's id. */
export interface ServerContext {
  readonly caller: Principal;
  readonly requestId: string;
}
