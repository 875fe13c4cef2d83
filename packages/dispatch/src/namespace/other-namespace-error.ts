import type { TemporalNamespace } from "@tempograph/db";

/** The programs reach another Temporal than the one in which the executions run. */
export class OtherNamespaceError extends Error {
  override readonly name = "OtherNamespaceError";
  readonly code = "TEMPORAL_CHANGED";

  constructor(known: TemporalNamespace, now: TemporalNamespace) {
    super(
      `TEMPORAL_CHANGED: This is not the Temporal in which the executions of this database run. They run in ${named(known)}; TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE lead to ${named(now)}. ` +
        `Correct these variables. If Temporal was replaced for good, start with TEMPOGRAPH_ACCEPT_TEMPORAL=${now.namespaceId}: the executions that run in the former one are then missing.`,
    );
  }
}

function named({ namespace, namespaceId, clusterId }: TemporalNamespace): string {
  return `the namespace ${JSON.stringify(namespace)} with the id ${namespaceId} of the cluster ${clusterId ?? "that does not tell its id"}`;
}
