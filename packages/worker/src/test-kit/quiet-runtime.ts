import { DefaultLogger, Runtime } from "@temporalio/worker";

let installed = false;

/** Tests make activities fail on purpose: only errors of the SDK itself are worth a line. */
export function quietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger("ERROR") });
}
