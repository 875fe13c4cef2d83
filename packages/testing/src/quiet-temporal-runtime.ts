import { DefaultLogger, Runtime } from "@temporalio/worker";

let installed = false;

/**
 * Lets Temporal's SDK log errors only, because tests make activities fail on purpose. Call it before the first connection of a worker. Test
 * files share processes, and the SDK takes its settings once per process, so whoever comes first installs them.
 */
export function quietTemporalRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger("ERROR") });
}
