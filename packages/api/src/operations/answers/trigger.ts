import { z } from "zod";
import type { TriggerRow } from "@tempograph/db";
import { hookPath, triggerDescription, whenWords, type Trigger } from "@tempograph/graph";
import { answer, choice } from "../fields.ts";
import { any, moment, object, problemAnswer } from "./problem.ts";

export const triggerKindAnswer = answer("TriggerKind", "A kind of trigger, for editors.", {
  kind: z.string().describe("What a trigger has as its `kind`."),
  title: z.string().describe("Its name for people."),
  description: z.string().describe("What starts the workflow."),
  config: object.nullable().describe("JSON Schema of a trigger's `config`. Null: the kind has none."),
  example: object.nullable().describe("A `config` with which the kind works."),
});

export const triggerProblemAnswer = answer("TriggerProblem", "What keeps a live trigger from working.", {
  code: z.string().describe("UPPER_SNAKE; each has a page in `docs/errors`."),
  message: z.string().describe("What is wrong."),
  hint: z.string().describe("What to do about it."),
  at: moment.describe("Since when."),
});

export const liveTriggerAnswer = answer("LiveTrigger", "A trigger of the published version of an active workflow.", {
  workflowId: z.string().describe("`wf_…`"),
  triggerId: z.string().describe("Its id, which is unique in the workflow."),
  kind: z.string().describe("The kind, such as `event`."),
  version: z.int().describe("The version of the workflow that it starts."),
  sentence: z.string().describe("When it starts the workflow, for people."),
  source: z
    .string()
    .nullable()
    .describe("The CloudEvents `source` of the events that it makes. Null if it only listens."),
  address: z
    .string()
    .nullable()
    .describe("Where its requests come in, behind the URL of the API: `/hooks/main/orders`. Null: it has no address."),
  config: object.describe("What it was published with."),
  when: object.nullable().describe("What has to hold beyond its condition."),
  status: choice("LiveTriggerStatus", "Whether a trigger works.", {
    active: "It starts the workflow.",
    paused: "Somebody has paused it. It stays paused when another version is published.",
  }).describe("Whether it works."),
  following: z
    .boolean()
    .describe(
      "Whether a worker still has to carry the last change to what makes the events, such as a schedule of Temporal.",
    ),
  pausedAt: moment.nullable().describe("Since when it is paused."),
  pausedBy: z.string().nullable().describe("Who paused it."),
  problem: triggerProblemAnswer.nullable().describe("What keeps it from working."),
  state: any.describe("What the kind keeps, such as the position up to which it has read."),
});

export const scheduleTimesAnswer = answer("ScheduleTimes", "What a schedule means.", {
  words: z.string().nullable().describe("The schedule in words. Null if it has problems."),
  times: z.array(moment).describe("When it fires next, the earliest first."),
  computedBy: choice("ScheduleTimesSource", "Who computed the times.", {
    tempograph:
      "Tempograph, by the rules of Temporal's server: the schedule is not live yet, or Temporal did not answer.",
    temporal: "Temporal, with the jitter: this is what will happen.",
  }).describe("Who computed the times."),
  problems: z.array(problemAnswer).describe("What is wrong with it. Paths are JSON Pointers into the trigger."),
});

export function liveTrigger({ revision, syncedRevision, ...row }: TriggerRow) {
  const { workflowId, triggerId, kind, version, source, config, status, pausedAt, pausedBy, problem, state } = row;
  // The kind `event` has its own fields at the top of the trigger.
  const described = triggerDescription(kind)?.sentence({ kind, ...config, config } as Trigger) ?? kind;
  const sentence = described + whenWords(row.conditions ?? {});
  return {
    ...{ workflowId, triggerId, kind, version, sentence, source, config, status, pausedAt, pausedBy, problem, state },
    address: addressOf(row),
    when: row.conditions,
    following: revision > syncedRevision,
  };
}

const FOLDERS: Readonly<Record<string, string>> = { webhook: "hooks", form: "forms" };

function addressOf({
  kind,
  project,
  workflowId,
  triggerId,
  config,
}: Omit<TriggerRow, "revision" | "syncedRevision">): string | null {
  const folder = FOLDERS[kind];
  return folder === undefined ? null : `/${folder}/${project}/${hookPath(config, workflowId, triggerId)}`;
}
