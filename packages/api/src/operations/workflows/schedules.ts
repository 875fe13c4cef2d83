import { findTriggers, type TriggerRow } from "@tempograph/db";
import type { Json } from "@tempograph/graph";
import { scheduleIdOf } from "@tempograph/triggers";
import type { AppDeps } from "../../app/app-deps.ts";
import { invalidInput, notFound, ok, refuse, type Result } from "../../app/app-error.ts";
import { liveTrigger, liveTriggerAnswer, scheduleTimesAnswer } from "../answers/trigger.ts";
import { id, input, json, moment, optional, text } from "../fields.ts";
import { defineOperation, type Context } from "../operation.ts";
import { workflowId } from "./workflow-input.ts";

const TIMES = 10;
/** Temporal keeps no more starts in line. */
const MOST_BACKFILLED = 500;
const CONFIG_HINT =
  'Write { "cron": "0 9 * * mon-fri", "timeZone": "Europe/Berlin" }, or name a workflow and its trigger.';

export const scheduleTimes = defineOperation({
  name: "scheduleTimes",
  kind: "query",
  permission: "read",
  summary: "Tell what a schedule means",
  description: `Tells a schedule in words, with its next ${TIMES} times: of a config before it is published, or of a live trigger.`,
  input: input("ScheduleTimesQuery", "Which schedule: a config, or a live trigger.", {
    config: optional(json("The `config` of a trigger of the kind `schedule`.")),
    workflowId: optional(id("`wf_…`, of a live trigger.")),
    triggerId: optional(id("The id of a live trigger of the workflow.")),
  }),
  arguments: "input",
  errors: ["validation", "notFound", "unavailable"],
  result: { type: "ScheduleTimes" },
  rest: {
    method: "POST",
    path: "/schedule-times",
    tag: "workflows",
    answer: { schema: scheduleTimesAnswer, from: (times) => times },
  },
  async run({ deps, caller }, { config, workflowId: ofWorkflow, triggerId }) {
    let live: TriggerRow | undefined;
    if (ofWorkflow != null && triggerId != null) {
      const found = await liveSchedule(deps, ofWorkflow, triggerId);
      if (!found.ok) return found;
      live = found.value;
    } else if (config == null) return refuse(invalidInput("/config", "There is no schedule.", CONFIG_HINT));
    const { words, times, problems } = await deps.compute.session(caller, (run) =>
      run("scheduleTimes", (live?.config ?? config) as Json, Date.now(), TIMES),
    );
    const planned = live === undefined ? null : await deps.temporal.scheduleTimes(scheduleIdOf(live));
    const computedBy = planned === null ? ("tempograph" as const) : ("temporal" as const);
    const shown = (planned ?? times).slice(0, TIMES).map((time) => new Date(time));
    return ok({ words, times: shown, computedBy, problems });
  },
});

const key = { id: workflowId, triggerId: text("The id of a live trigger of the kind `schedule`, such as `trigger0`.") };

const common = {
  kind: "mutation",
  permission: "workflows",
  errors: ["validation", "notFound", "unavailable"],
  audit: true,
} as const;

const answers = (payload: string, path: string) =>
  ({
    result: {
      payload,
      description: "The trigger.",
      fields: { trigger: { type: "LiveTrigger", description: "The trigger.", from: liveTrigger } },
    },
    rest: {
      method: "POST",
      path: `/workflows/:id/triggers/:triggerId/${path}`,
      tag: "workflows",
      status: 202,
      answer: { schema: liveTriggerAnswer, from: liveTrigger },
    },
  }) as const;

export const scheduleFire = defineOperation({
  ...common,
  name: "scheduleFire",
  summary: "Let a schedule fire now",
  description: "Lets a schedule fire now, beside its times. The event is stored as at each other time.",
  input: input("ScheduleFireInput", "Which schedule.", key),
  ...answers("ScheduleFirePayload", "fire"),
  run: (context, { id: ofWorkflow, triggerId }) => fire(context, ofWorkflow, triggerId),
});

export const scheduleBackfill = defineOperation({
  ...common,
  name: "scheduleBackfill",
  summary: "Make up for times of a schedule that are over",
  description: `Fires for each time from one moment to another, at most ${MOST_BACKFILLED}, as if they passed now. A time that has its event already is not stored again.`,
  input: input("ScheduleBackfillInput", "Which schedule, and from when to when.", {
    ...key,
    from: moment("The first moment, such as `2026-11-21T00:00:00Z`."),
    to: moment("The last moment, which is over, such as `2026-11-22T00:00:00Z`."),
  }),
  idempotency: "triggerId",
  ...answers("ScheduleBackfillPayload", "backfill"),
  run: (context, { id: ofWorkflow, triggerId, from, to }) =>
    fire(context, ofWorkflow, triggerId, { from: new Date(from), to: new Date(to) }),
});

async function fire(
  { deps, caller }: Context,
  ofWorkflow: string,
  triggerId: string,
  span?: { readonly from: Date; readonly to: Date },
): Promise<Result<TriggerRow>> {
  const found = await liveSchedule(deps, ofWorkflow, triggerId);
  if (!found.ok) return found;
  const { value: row } = found;
  if (row.status === "paused")
    return refuse(
      invalidInput("/triggerId", "The trigger is paused.", "Resume it first: a paused trigger takes no event."),
    );
  if (span !== undefined) {
    const { times } = await deps.compute.session(caller, (run) =>
      run("scheduleTimes", row.config, span.from.getTime() - 1, MOST_BACKFILLED + 1),
    );
    const wrong = spanProblem(times, span);
    if (wrong !== undefined) return refuse(wrong);
  }
  const answer = await deps.temporal.fireSchedule(scheduleIdOf(row), span);
  if (answer === "done") return ok(row);
  return refuse({
    code: "TEMPORAL_UNAVAILABLE",
    message:
      answer === "notFound"
        ? "Temporal has no Schedule for this trigger yet."
        : "Temporal did not answer, so it is not known whether the schedule fires.",
    hint: "Try again in a moment; look at the trigger's `problem`.",
  });
}

/** `times` are those of the schedule from the span's beginning on, one more than may be backfilled. */
function spanProblem(times: readonly number[], { from, to }: { readonly from: Date; readonly to: Date }) {
  if (!(to > from)) return invalidInput("/to", "The span has no length.", "Write a later moment.");
  if (to.getTime() > Date.now()) return invalidInput("/to", "The span is not over.", "Write a moment that is over.");
  const inside = times.filter((time) => time <= to.getTime()).length;
  if (inside > MOST_BACKFILLED)
    return invalidInput("/to", `More than ${MOST_BACKFILLED} times are in the span.`, "Write a shorter span.");
  return inside > 0
    ? undefined
    : invalidInput("/from", "No time of the schedule is in the span.", "Write a longer one.");
}

async function liveSchedule({ db }: AppDeps, ofWorkflow: string, triggerId: string): Promise<Result<TriggerRow>> {
  const row = (await findTriggers(db, [ofWorkflow])).find(
    (trigger) => trigger.triggerId === triggerId && trigger.kind === "schedule",
  );
  const hint = "Look it up in `workflowTriggers`; an archived workflow has none.";
  return row === undefined ? refuse(notFound("schedule", triggerId, hint, "/triggerId")) : ok(row);
}
