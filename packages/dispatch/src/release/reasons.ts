import type { OutcomeReason } from "@tempograph/db";
import type { Hold } from "@tempograph/graph";

/** Why an event waits for the start policies of a workflow, or why they let it start nothing. The ledger shows these reasons (I12). */

export const undecided: OutcomeReason = {
  code: "START_UNDECIDED",
  message: "A trigger took the event, and the workflow's start policies have not been asked yet.",
  hint: "Wait: they are asked within moments. If it stays so, look whether a worker runs.",
};

export const askAgain: OutcomeReason = {
  code: "START_ASKED",
  message: "A condition of a trigger asks for more than the event, and is not decided yet.",
  hint: "Wait: it is decided within moments. If it stays so, look whether a worker runs.",
};

interface FailedLookup {
  readonly as: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export const lookupFailed = (triggerId: string, failed: FailedLookup, failures: number): OutcomeReason => ({
  code: "START_LOOKUP_FAILED",
  message: `The lookup "${failed.as}" of trigger "${triggerId}" has failed${failures === 1 ? "" : ` ${failures} times`}: ${failed.message}.`,
  hint: `${failed.hint ?? "See to it that the service answers"} The lookup is tried again for 24 hours; then the event is rejected.`,
  ...lookupFields(triggerId, failed, failures),
});

export const lookupGivenUp = (triggerId: string, failed: FailedLookup, failures: number): OutcomeReason => ({
  code: "START_LOOKUP_GIVEN_UP",
  message: `The lookup "${failed.as}" of trigger "${triggerId}" has failed for 24 hours, ${failures} times, at last with: ${failed.message}.`,
  hint: "See to it that the service answers, and send the event to the workflow again (`eventResend`).",
  ...lookupFields(triggerId, failed, failures),
});

const lookupFields = (triggerId: string, { as, code }: FailedLookup, failures: number) => ({
  ...{ triggerId, lookup: as, cause: code, failures },
});

export const notOpen = ({ why }: Hold): OutcomeReason => ({
  code: "START_NOT_OPEN",
  message: `${why}.`,
  hint: "Wait: it starts its execution at the next opening. Change when.time of the trigger if it should have been open.",
});

export const archived = (status: string | null): OutcomeReason => ({
  code: "START_WORKFLOW_ARCHIVED",
  message: `The workflow was ${status === "archived" ? "archived" : "deleted"} while the event waited.`,
  hint: "Nothing, if that is meant. Otherwise activate the workflow again, and send the event to it again (`eventResend`).",
});

export const duplicate = (key: string, eventId: string): OutcomeReason => ({
  code: "START_DUPLICATE",
  message: `The event ${eventId} with the same key ${shown(key)} came shortly before.`,
  hint: "Look at that event. If both should start an execution, make the key of the workflow's dedupe policy more exact, or shorten its time.",
  eventId,
  key,
});

export const full = (key: string, limit: number): OutcomeReason => ({
  code: "START_NO_PLACE",
  message: `${limit === 1 ? "An execution is open" : `${limit} executions are open`}${forKey(key)}, and no more may be.`,
  hint: "Nothing, if that is meant. Otherwise end executions that are open, or raise the limit of the workflow's concurrency policy.",
  ...(key !== "" && { key }),
  limit,
});

export const tooMany = (key: string, limit: number, perMs: number): OutcomeReason => ({
  code: "START_RATE_LIMITED",
  message: `${limit === 1 ? "An event came" : `${limit} events came`} within the ${seconds(perMs)} before${forKey(key)}, and no more may start an execution.`,
  hint: "Nothing, if that is meant. Otherwise raise the limit of the workflow's rateLimit policy, or use throttle, which lets events wait.",
  ...(key !== "" && { key }),
  limit,
});

export const throttled = (key: string, limit: number, perMs: number): OutcomeReason => ({
  code: "START_THROTTLED",
  message: `${limit === 1 ? "An execution" : `${limit} executions`} may start within ${seconds(perMs)}${forKey(key)}; this event is behind them.`,
  hint: "Wait: it starts its execution when its turn comes. If that is too slow, raise the limit of the workflow's throttle policy.",
  ...(key !== "" && { key }),
  limit,
});

export const superseded = (key: string, eventId: string, afterMs: number): OutcomeReason => ({
  code: "START_DEBOUNCED",
  message: `The event starts nothing: the event ${eventId}${forKey(key)} came within ${seconds(afterMs)}, and starts in its place.`,
  hint: "Nothing, if that is meant. Look what became of that event; another one may have come after it.",
  eventId,
  ...(key !== "" && { key }),
});

export const waitsForQuiet = (key: string, afterMs: number): OutcomeReason => ({
  code: "START_WAITS_FOR_QUIET",
  message: `The event waits: it starts its execution when no other${forKey(key)} has come for ${seconds(afterMs)}.`,
  hint: "Wait. If it takes too long, shorten `after` of the workflow's debounce policy, or give it a maxWait.",
  ...(key !== "" && { key }),
});

export const collected = (key: string, size: number, afterMs: number): OutcomeReason => ({
  code: "START_COLLECTED",
  message: `Events${forKey(key)} are collected until there are ${size}, or ${seconds(afterMs)} have passed since the first.`,
  hint: "Wait. If it takes too long, make `size` or `after` of the workflow's batch policy smaller.",
  ...(key !== "" && { key }),
});

export const batched = (eventId: string, size: number): OutcomeReason => ({
  code: "START_BATCHED",
  message: `The event starts an execution together with others: ${size} in the batch ${eventId}.`,
  hint: "Look what became of that event, whose data is the list of them.",
  eventId,
  size,
});

export const waitsForCancel = (key: string, limit: number): OutcomeReason => ({
  code: "START_WAITS_FOR_CANCEL",
  message: `${limit === 1 ? "An execution is open" : `${limit} executions are open`}${forKey(key)}; the oldest is being cancelled, and this event starts when it has ended.`,
  hint: "Wait: what has to be compensated is compensated first. An execution that does not end can be terminated.",
  ...(key !== "" && { key }),
  limit,
});

export const replaced = (key: string, eventId: string): OutcomeReason => ({
  code: "START_REPLACED",
  message: `The event waited for the place of an execution that is being cancelled, until newer ones such as ${eventId} came${forKey(key)}.`,
  hint: 'Nothing, if only the newest are of interest. Otherwise let events wait: whenFull: "queue".',
  eventId,
  ...(key !== "" && { key }),
});

const seconds = (ms: number) => (ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`);
const shown = (key: string) => JSON.stringify(key);
const forKey = (key: string) => (key === "" ? "" : ` for the key ${shown(key)}`);
