import {
  findFactsOfEvents,
  findVersions,
  findWorkflows,
  listHeardEvents,
  type EventFacts,
  type EventRecord,
} from "@tempograph/db";
import { eventData } from "@tempograph/dispatch";
import { listeningOf, type Problem, type Trigger } from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import { invalidInput, ok, refuse, type Result } from "../app-error.ts";
import { knownParts } from "../known-parts.ts";
import { invalidGraph, readTriggers } from "../read-draft.ts";
import { unknownWorkflow } from "../saved-workflow.ts";
import type { Comparison, EventToCompare, TriggersToCompare } from "./compare-triggers.ts";

export interface WhatIfInput {
  readonly workflowId: string;
  /** Default: those of the draft. */
  readonly triggers?: unknown;
  /** How many events, the newest ones that the published or the changed triggers listen to. */
  readonly events?: number | null | undefined;
}

/** How far a comparison has come, and what it has found until then. */
export interface WhatIfReport extends Comparison {
  readonly examined: number;
  readonly done: boolean;
}

const DEFAULT_EVENTS = 1_000;
const MOST_EVENTS = 10_000;
/** Changed events that are told one by one. */
const MOST_TOLD = 100;
/** Events of one turn in a thread. Even where each condition uses its whole budget, the turn ends in time. */
const TURN = 50;

/**
 * What changed triggers would have done with the newest events, compared with the published ones. Gives a report after each turn; the last
 * one is `done`. The conditions are evaluated in threads, and others get their turn between two turns (I14).
 */
export async function whatIf(
  deps: AppDeps,
  caller: Principal,
  input: WhatIfInput,
  left?: AbortSignal,
): Promise<Result<AsyncGenerator<WhatIfReport>>> {
  const most = input.events ?? DEFAULT_EVENTS;
  if (most < 1 || most > MOST_EVENTS)
    return refuse(
      invalidInput(
        "/events",
        `${String(most)} events were asked for; 1 to ${String(MOST_EVENTS)} are possible.`,
        "Ask for fewer events.",
      ),
    );
  const [workflow] = await findWorkflows(deps.db, [input.workflowId]);
  if (workflow === undefined) return refuse(unknownWorkflow(input.workflowId, "/workflowId"));
  const changed = readTriggers(input.triggers ?? workflow.draft.triggers);
  if (!changed.ok) return changed;
  const { id, name, publishedVersion } = workflow;
  const unfit = await problemsOf(deps, caller, changed.value, { id, name });
  if (unfit.some(({ severity }) => severity === "error")) return refuse(invalidGraph(unfit));
  const [version] =
    publishedVersion === null ? [] : await findVersions(deps.db, [{ workflowId: id, version: publishedVersion }]);
  const compared = {
    published: version?.triggers ?? [],
    changed: changed.value,
    workflow: { id, name, version: publishedVersion ?? 0 },
  };
  return ok(reports(deps, caller, compared, most, left));
}

/** Triggers that could not be published say at once what is wrong with them, and not for each event. */
async function problemsOf(
  { db, compute }: AppDeps,
  caller: Principal,
  triggers: readonly Trigger[],
  workflow: { readonly id: string; readonly name: string },
): Promise<readonly Problem[]> {
  const draft = { graph: { nodes: [{ id: "start", type: "start", data: {} }], edges: [] }, triggers };
  const parts = await knownParts(db, draft);
  const { problems } = await compute.session(caller, (run) => run("checkDraft", draft, parts, workflow));
  return problems.filter(({ path }) => path.startsWith("/triggers"));
}

async function* reports(
  deps: AppDeps,
  caller: Principal,
  compared: Omit<TriggersToCompare, "most">,
  most: number,
  left: AbortSignal | undefined,
): AsyncGenerator<WhatIfReport> {
  const listenings = [compared.published, compared.changed].flatMap((triggers) =>
    triggers.flatMap((trigger, index) => listeningOf(trigger, index, compared.workflow.id) ?? []),
  );
  let report: WhatIfReport = { ...NOTHING, examined: 0, done: false };
  for (let before: string | undefined; !report.done && left?.aborted !== true;) {
    const limit = Math.min(TURN, most - report.examined);
    const events = await listHeardEvents(deps.db, { listenings, before, limit });
    before = events.at(-1)?.seq;
    const known = await findFactsOfEvents(
      deps.db,
      compared.workflow.id,
      events.map(({ id }) => id),
    );
    const found =
      events.length === 0
        ? NOTHING
        : await deps.compute.session(caller, (run) =>
            run(
              "compareTriggers",
              events.map((event) => toCompare(event, known)),
              { ...compared, most: MOST_TOLD - report.changed.length },
            ),
          );
    const examined = report.examined + events.length;
    // A page can be short because its events are large, so only an empty one is the last.
    report = { ...sum(report, found), examined, done: events.length === 0 || examined >= most };
    yield report;
  }
}

function toCompare(event: EventRecord, known: ReadonlyMap<string, EventFacts>): EventToCompare {
  const { facts, startedBy } = known.get(event.id)!;
  return { event: eventData(event), receivedAt: event.receivedAt.getTime(), facts, startedBy };
}

const NOTHING: Comparison = { before: 0, after: 0, more: 0, fewer: 0, failed: 0, undecided: 0, changed: [] };

function sum(a: Comparison, b: Comparison): Comparison {
  return {
    before: a.before + b.before,
    after: a.after + b.after,
    more: a.more + b.more,
    fewer: a.fewer + b.fewer,
    failed: a.failed + b.failed,
    undecided: a.undecided + b.undecided,
    changed: [...a.changed, ...b.changed],
  };
}
