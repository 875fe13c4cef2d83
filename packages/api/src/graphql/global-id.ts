/**
 * Ids are unique among all types by their prefix, so they are used as Relay's global ids unchanged. An object has the same id in
 * Temporal's Web UI, in REST and in GraphQL.
 */
export function encodeGlobalId(typename: string, id: string | number | bigint): string {
  return typename === "NodeType" ? `node_type:${String(id)}` : String(id);
}

/** `wf_…` Workflow · `wf_…:3` WorkflowVersion · `evt_…` Event · `exe_…` Execution · `exe_…:path` Step · `blk_…` BulkJob · `node_type:…` NodeType. */
export function decodeGlobalId(globalId: string): { typename: string; id: string } {
  if (globalId.startsWith("node_type:")) return { typename: "NodeType", id: globalId.slice("node_type:".length) };
  const inner = globalId.includes(":");
  if (globalId.startsWith("wf_")) return { typename: inner ? "WorkflowVersion" : "Workflow", id: globalId };
  if (globalId.startsWith("blk_")) return { typename: "BulkJob", id: globalId };
  if (globalId.startsWith("evt_")) return { typename: "Event", id: globalId };
  return { typename: inner ? "Step" : "Execution", id: globalId };
}
