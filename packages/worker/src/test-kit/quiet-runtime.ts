import { DefaultLogger, Runtime } from "@temporalio/worker";

/** Tests make activities fail on purpose: only errors of the SDK itself are worth a line. */
export function quietRuntime(): void {
  Runtime.install({ logger: new DefaultLogger("ERROR") });
}
