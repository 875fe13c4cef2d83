import { DefaultLogger, Runtime } from "@temporalio/worker";

let installed = false;

/** Lets the SDK log errors only, because tests make activities fail on purpose. */
export function quietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger("ERROR") });
}
