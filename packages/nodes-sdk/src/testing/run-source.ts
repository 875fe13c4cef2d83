import type { JsonObject, SkippedItem } from "@tempograph/graph";
import { MAX_ANSWER_BYTES } from "../source/skipped-items.ts";
import type { SourceAnswer, SourceType } from "../source/source-type.ts";
import { runNode, type NodeRun, type RunNodeOptions } from "./run-node.ts";

export interface SourceRun extends Omit<NodeRun, "output" | "port"> {
  /** Undefined if the poll failed. */
  readonly answer?: SourceAnswer & { readonly skipped?: readonly SkippedItem[] };
}

/**
 * Runs one poll of a source as a worker would, without a server. Give the cursor of one answer to the next call.
 *
 *     const { answer, error } = await runSource(tickets, { queue: "support" });
 */
export async function runSource(
  source: SourceType,
  input: JsonObject,
  { cursor, ...options }: RunNodeOptions & { readonly cursor?: unknown } = {},
): Promise<SourceRun> {
  const known = cursor === undefined ? undefined : source.readCursor(cursor);
  const given = { input, ...(known !== undefined && { cursor: known }) };
  const {
    output,
    port: _,
    ...run
  } = await runNode(source.node, given as never, {
    maxOutputBytes: MAX_ANSWER_BYTES,
    ...options,
  });
  return { ...run, ...(output !== undefined && { answer: output as unknown as NonNullable<SourceRun["answer"]> }) };
}
