import { createProgramCache } from "@tempograph/graph";
import type { HistoryEvent } from "../history/history-event.ts";
import type { Projection } from "./projection.ts";
import { Projector } from "./projector.ts";

/**
 * Projects the whole history of a run. It is pure: the same events give the same projection.
 *
 * @example
 * projectHistory("exe_1", events).steps // [{ path: "notify", status: "completed", … }]
 */
export function projectHistory(
  executionId: string,
  events: readonly HistoryEvent[],
  programs = createProgramCache(),
  buildId: string | null = null,
): Projection {
  const projector = new Projector(executionId, programs, buildId);
  projector.add(events);
  return projector.result();
}
