import type { HistoryEvent } from "../history/history-event.ts";
import { createProgramCache } from "./program-cache.ts";
import type { Projection } from "./projection.ts";
import { Projector } from "./projector.ts";

/**
 * What the whole history of a run says: pure, same events, same answer.
 *
 * @example
 * projectHistory("exe_1", events).steps // [{ path: "notify", status: "completed", … }]
 */
export function projectHistory(
  executionId: string,
  events: readonly HistoryEvent[],
  programs = createProgramCache(),
): Projection {
  const projector = new Projector(executionId, programs);
  projector.add(events);
  return projector.result();
}
