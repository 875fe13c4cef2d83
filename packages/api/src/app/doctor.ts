import {
  checkEnds,
  type EndsChecked,
  findBacklog,
  findRetentionState,
  findScheduledSteps,
  listWorkers,
  sumLedger,
  type Backlog,
  type BrokenTrigger,
  type FailingLookup,
  type LedgerSum,
  type RetentionState,
  type WorkerProcess,
} from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { finding, type Finding } from "./finding.ts";
import { checkHealth } from "./health.ts";
import { checkKeys, type KeysChecked } from "./check-keys.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** An event that waits longer for a dispatcher is a finding. */
const WAITS_MS = 60_000;

/** Looks at everything of a project that tells whether it works, and says in words what it has found. */
export async function examine(deps: AppDeps, since: Date = new Date(Date.now() - DAY_MS)): Promise<readonly Finding[]> {
  const { parts } = await checkHealth(deps);
  const health = parts.map(({ name, ok, message }) =>
    finding(name, ok ? [] : [message ?? "does not answer"], "answers"),
  );
  if (parts.some(({ name, ok }) => name === "postgres" && !ok)) return health;
  const [sum, backlog, ends, retention, steps, workers] = await Promise.all([
    sumLedger(deps.db, since),
    findBacklog(deps.db, since),
    checkEnds(deps.db),
    findRetentionState(deps.db),
    findScheduledSteps(deps.db),
    listWorkers(deps.db),
  ]);
  const found = [
    workersFinding(workers),
    ledgerFinding(sum),
    keysFinding(await checkKeys(steps, deps.payloads)),
    ...endFindings(ends),
    ...backlogFindings(backlog, Date.now()),
    retentionFinding(retention),
  ];
  const temporalAnswers = parts.every(({ name, ok }) => name !== "temporal" || ok);
  return [...health, ...(temporalAnswers ? found : found.map(asLastKnown))];
}

/** What workers learn by asking Temporal. */
const FROM_TEMPORAL: ReadonlySet<Finding["name"]> = new Set(["missing", "rolledBack", "workflowTasks", "retention"]);

/** While Temporal does not answer, nobody knows whether what is good is so still. */
function asLastKnown(each: Finding): Finding {
  if (!each.ok || !FROM_TEMPORAL.has(each.name)) return each;
  return { ...each, message: `${each.message} Known from the time when Temporal answered.` };
}

/** Whether anybody is there to do what waits, and keeps up with it. */
function workersFinding(workers: readonly WorkerProcess[]): Finding {
  const behind = workers.filter(({ mirrorLagMs }) => mirrorLagMs !== null && mirrorLagMs > WAITS_MS);
  return finding(
    "workers",
    [
      ...(workers.length === 0 ? ["No worker is alive: events are stored, and nothing starts or goes on"] : []),
      ...behind.map(
        ({ host, pid, mirrorLagMs }) =>
          `The worker ${host}:${pid} shows the ends of executions after ${Math.round(mirrorLagMs! / 1_000)} seconds`,
      ),
    ],
    `Workers that are alive: ${workers.length}`,
    workers.length === 0
      ? "Start a worker. If one runs, it does not reach Postgres: its log says why."
      : "Postgres is slow, or there are too few workers. Nothing is lost: it is written when there is time.",
  );
}

/** The idempotency keys with which steps were handed over (I5). */
function keysFinding({ looked, unreadable, wrong }: KeysChecked): Finding {
  const others = unreadable === 0 ? "" : `. Left out, because this process does not have their keys: ${unreadable}`;
  return finding(
    "keys",
    wrong.length === 0 ? [] : [`Steps have been carried out under a key that is not theirs: ${wrong.join(", ")}`],
    `Steps looked at: ${looked}. Each was handed over under its own key${others}`,
    "A service that looks at keys may have done something twice, or not at all. This is a bug of Tempograph, unless the history was changed by hand: report it with the history of these executions.",
  );
}

/** How executions have ended (I6), and that their subscribers were told of it last (I7). */
function endFindings({ looked, falseSuccess, notTold }: EndsChecked): readonly Finding[] {
  const report = "This is a bug of Tempograph. Report it with the rows of these executions in executions and";
  return [
    finding(
      "success",
      falseSuccess.length === 0
        ? []
        : [`Executions count as completed with a step that is open: ${falseSuccess.join(", ")}`],
      `Ended executions looked at: ${looked}. None of them counts as completed with a step that is open`,
      `${report} steps.`,
    ),
    finding(
      "told",
      notTold.length === 0
        ? []
        : [`Executions have an update behind the one that tells of their end: ${notTold.join(", ")}`],
      `Ended executions looked at: ${looked}. Each has its end as the last update`,
      `${report} execution_updates.`,
    ),
  ];
}

/** The ledger's equation (I12). */
function ledgerFinding(sum: LedgerSum): Finding {
  const { events, concerned, started, filtered, rejected, held, deduplicated, batched, wrong } = sum;
  const account = `Events: ${events}. Outcomes for workflows: ${concerned} (${started} started, ${filtered} filtered, ${rejected} rejected, ${held} held, ${deduplicated} deduplicated, ${batched} batched)`;
  return finding(
    "ledger",
    wrong.length === 0 ? [] : [`${account}. These events have an outcome that is missing, or two: ${wrong.join(", ")}`],
    `${account}. Nothing is missing`,
    "This is a bug of Tempograph. Report it with the rows of these events in events, executions and event_outcomes.",
  );
}

/** What Temporal has deleted before it was copied is lost, so that a time without workers has to be shorter than what Temporal keeps. */
function retentionFinding({ problem, temporalMs }: RetentionState): Finding {
  return finding(
    "retention",
    [
      ...(problem === null ? [] : [`Nothing can be removed at present: ${problem.replace(/\.$/, "")}`]),
      ...(temporalMs === null || temporalMs >= DAY_MS
        ? []
        : [`Temporal keeps closed executions for ${(temporalMs / 3_600_000).toFixed(1)} hours only`]),
    ],
    "Nothing hinders the removal of what has ended, and Temporal keeps it for a day or longer",
    "Check that the place of TEMPOGRAPH_RETENTION_EXPORT can be written. Give the namespace of Temporal a retention of some days: what it deletes before a worker has copied it is lost.",
  );
}

function backlogFindings(backlog: Backlog, now: number): readonly Finding[] {
  const {
    oldestEvent,
    notStarted,
    startError,
    waiting,
    undelivered,
    deliveryError,
    overdue,
    stuck,
    brokenTriggers,
    brokenTrigger,
    lostWorkflow,
    unequalMirrors,
    missing,
    rolledBack,
    failingTasks,
    unknownTypes,
    unknownType,
    failingLookups,
    failingLookup,
  } = backlog;
  const waitsFor = oldestEvent === null ? 0 : now - oldestEvent.getTime();
  return [
    finding(
      "dispatch",
      [
        ...(waitsFor > WAITS_MS ? [`An event waits for ${Math.round(waitsFor / 1_000)} seconds to be matched`] : []),
        ...(overdue > 0 ? [`${overdue} held outcomes are overdue`] : []),
        ...(stuck > 0 ? [`${stuck} held outcomes wait for something that will not come`] : []),
      ],
      "No event waits for long",
      "Check that a worker runs and reaches Postgres; its log says what holds it up.",
    ),
    finding(
      "starts",
      [
        ...(notStarted > 0
          ? [`${notStarted} executions could not be started on Temporal yet: ${startError ?? ""}`]
          : []),
        ...(waiting > 0 ? [`${waiting} executions wait for longer than a minute until a worker starts them`] : []),
      ],
      "Every execution that is due has started",
      notStarted > 0
        ? "They are tried again. If Temporal answers, the message says what it refuses."
        : "Either no worker is alive, or the workers are busy with executions that began before: then they start one after the other, and more workers help.",
    ),
    finding(
      "deliveries",
      undelivered > 0
        ? [
            `${undelivered} answers and requests to cancel wait for longer than a minute until Temporal takes them${deliveryError === null ? "" : `: ${deliveryError}`}`,
          ]
        : [],
      "Executions have got every answer that they wait for",
      "They are tried again by themselves. Check that a worker is alive and that Temporal answers.",
    ),
    finding(
      "triggers",
      [
        ...(brokenTrigger === null ? [] : [triggersFault(brokenTriggers, brokenTrigger)]),
        ...(lostWorkflow === null
          ? []
          : [
              `The workflow ${JSON.stringify(lostWorkflow)} is published, and triggers of it are missing: publish it again`,
            ]),
      ],
      "Every trigger works",
      `${brokenTrigger?.hint ? `${brokenTrigger.hint} ` : ""}The list of a workflow's triggers shows each problem with its hint.`,
    ),
    finding(
      "lookups",
      failingLookup === null ? [] : [lookupsFault(failingLookups, failingLookup)],
      "No event waits for a lookup that fails",
      "whyNot of an event that waits says what the node has answered. After 24 hours such events are rejected.",
    ),
    finding(
      "missing",
      missing > 0 ? [`Temporal does not know ${missing} executions that are open, or were closed for that`] : [],
      "Temporal knows every execution that is open",
      "Check whether Temporal has lost its data, and whether the programs reach the right one. The executions go on when it knows them again; terminate those that will not come back.",
    ),
    finding(
      "rolledBack",
      rolledBack > 0 ? [`Temporal does not have ${rolledBack} executions as they were mirrored`] : [],
      "Temporal has what was mirrored",
      "Temporal's data was probably restored from an older copy. `Execution.mirrorProblem` says what differs. Decide for each execution with `executionReconcile`, or for all with `doctor --repair`: docs/guide/backup.md says what that does.",
    ),
    finding(
      "nodeTypes",
      unknownType !== null
        ? [`${unknownTypes} steps wait for a worker that has their node type, such as ${JSON.stringify(unknownType)}`]
        : [],
      "No step waits for a worker that has its node type",
      "Start a worker whose node packs bring the type. The steps go on by themselves.",
    ),
    finding(
      "workflowTasks",
      failingTasks > 0 ? [`No worker can carry on ${failingTasks} executions that are open`] : [],
      "Workers can carry on every execution that is open",
      "Execution.taskFailure says why. Mostly only workers of an older release run: start one of the release that started the executions. They go on by themselves.",
    ),
    finding(
      "mirror",
      unequalMirrors > 0 ? [`${unequalMirrors} executions are shown differently from Temporal's history`] : [],
      "Executions are shown as Temporal has them",
      "Execution.mirrorProblem says where they differ. Report it: Temporal's history is right.",
    ),
  ];
}

function triggersFault(count: number, { id, workflow, message }: BrokenTrigger): string {
  const which = `the trigger ${JSON.stringify(id)} of the workflow ${JSON.stringify(workflow)}`;
  return count === 1
    ? `T${which.slice(1)} does not work: ${message}`
    : `${count} triggers do not work; ${which}: ${message}`;
}

function lookupsFault(count: number, { lookup, trigger, workflow, cause }: FailingLookup): string {
  const which = `the lookup ${JSON.stringify(lookup)} of the trigger ${JSON.stringify(trigger)} of the workflow ${JSON.stringify(workflow)}`;
  return `${count === 1 ? "An event waits" : `${count} events wait`} for lookups that fail; ${which} with ${cause}`;
}
