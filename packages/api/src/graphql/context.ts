import type { Principal } from "../access/principal.ts";
import type { App } from "../app/app.ts";

/** What every resolver gets: the use-cases, already bound to their database, Temporal and caller. */
export interface GraphqlContext {
  readonly app: App;
  readonly caller: Principal;
}

/** What whoever runs an operation has to say: who asked. */
export interface ServerContext {
  readonly caller: Principal;
}
