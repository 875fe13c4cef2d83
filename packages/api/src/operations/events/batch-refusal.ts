import type { AppError, Result } from "../../app/app-error.ts";
import type { SentEvent } from "../../app/send-events.ts";

/**
 * The answer of REST to a batch of which not every event was taken. Senders of CloudEvents look at the status only, so it is that of the
 * first event that was refused. `problems` has one entry for each of them. A batch may be sent again as it is: an event that was
 * stored counts once.
 */
export function refusalOfBatch(results: readonly Result<SentEvent>[]): AppError | undefined {
  const problems = results.flatMap((result, index) =>
    result.ok
      ? []
      : [{ ...result.error, severity: "error" as const, path: `/${String(index)}${result.error.path ?? ""}` }],
  );
  const [first] = problems;
  if (first === undefined) return undefined;
  const stored = results.length - problems.length;
  const { severity: _, problems: __, ...error } = first;
  const others = stored === 0 ? "No event is stored." : `The other ${String(stored)} are stored.`;
  return {
    ...error,
    message: `${String(problems.length)} of ${String(results.length)} events are refused. ${others} The first refusal: ${first.message}`,
    problems: problems.map(({ code, message, path, hint = "" }) => ({ code, severity: "error", message, path, hint })),
  };
}
