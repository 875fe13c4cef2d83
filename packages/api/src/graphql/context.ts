import type { App } from "../app/app.ts";

/** What every resolver gets: the use-cases, already bound to their database and Temporal. */
export interface GraphqlContext {
  readonly app: App;
}
