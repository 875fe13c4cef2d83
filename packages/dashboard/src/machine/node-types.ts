import type { Json, JsonObject, JsonSchema, NodeTypeManifest } from "@tempograph/graph";
import type { ListedNodeType } from "./documents.ts";

/** The manifests for the machine. */
export function manifestsOf(listed: readonly ListedNodeType[]): NodeTypeManifest[] {
  return listed.map(
    ({
      type,
      title,
      description,
      runs,
      input,
      output,
      ports,
      portsFrom,
      retry,
      timeout,
      idempotent,
      pack,
      ...rest
    }) => ({
      ...{ type, title, description, ports, pack: { name: pack.name, version: pack.version } },
      runs: runs === "MACHINE" ? "machine" : "activity",
      input: input as JsonSchema,
      idempotent: idempotent as boolean | { readonly when: Json },
      ...(output != null && { output: output as JsonSchema }),
      ...(portsFrom === "cases" && { portsFrom }),
      ...(retry != null && { retry: retry as NonNullable<NodeTypeManifest["retry"]> }),
      ...(timeout != null && { timeout: timeout as NonNullable<NodeTypeManifest["timeout"]> }),
      ...(rest.connections != null && { connections: rest.connections }),
      ...(rest.needsConnection === true && { needsConnection: true }),
      ...(rest.example != null && { example: rest.example as JsonObject }),
      ...(rest.sentence != null && { sentence: rest.sentence }),
    }),
  );
}
