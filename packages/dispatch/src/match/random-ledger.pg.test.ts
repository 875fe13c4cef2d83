import { jsonb, sumLedger } from "@tempograph/db";
import { fitsType, parseTypePattern, type Trigger } from "@tempograph/graph";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DispatchPoint } from "../dispatcher-options.ts";
import { ingestEvents } from "../ingest/ingest-events.ts";
import { coordinationWorld, type CoordinationWorld } from "../testing/coordination-world.ts";
import { publish } from "../testing/publish.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { dispatchEvents } from "./dispatch-events.ts";
import { createLiveTriggers } from "./live-triggers.ts";

// Random events, publications and dispatchers that die: the ledger's equation holds, and each pair of an event and a workflow that it
// could concern has the one outcome that the triggers of the event's moment give it (I12).

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
});
afterAll(() => world.end());

const PATTERNS = ["order", "order.*", "*", "lead"];
const TYPES = ["order", "order.paid", "lead", "other"];
/** What the condition of a trigger gives for every event; `broken` cannot be evaluated. */
type Gives = "true" | "false" | "broken";
const CONDITIONS: Record<Gives, string> = {
  true: "{{ payload.n > 0 }}",
  false: "{{ payload.n > 5 }}",
  broken: "{{ payload.no.such > 1 }}",
};

interface Row {
  readonly pattern: string;
  readonly gives: Gives;
}
type Move =
  | { readonly do: "publish"; readonly workflow: number; readonly triggers: readonly Row[] }
  | { readonly do: "status" | "rollback"; readonly workflow: number }
  | { readonly do: "pause"; readonly workflow: number; readonly trigger: number }
  | { readonly do: "send"; readonly types: readonly string[] }
  | { readonly do: "dispatch"; readonly dispatchers: 1 | 2; readonly diesAt: DispatchPoint | undefined };

const workflow = fc.nat({ max: 3 });
const row = fc.record({
  pattern: fc.constantFrom(...PATTERNS),
  gives: fc.constantFrom<Gives>("true", "false", "broken"),
});
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ do: fc.constant("publish" as const), workflow, triggers: fc.array(row, { maxLength: 3 }) }),
  fc.record({ do: fc.constantFrom("status" as const, "rollback" as const), workflow }),
  fc.record({ do: fc.constant("pause" as const), workflow, trigger: fc.nat({ max: 2 }) }),
  fc.record({
    do: fc.constant("send" as const),
    types: fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    do: fc.constant("dispatch" as const),
    dispatchers: fc.constantFrom<1 | 2>(1, 2),
    diesAt: fc.option(fc.constantFrom<DispatchPoint>("claim", "insert", "commit"), { nil: undefined }),
  }),
);

interface Model {
  versions: Row[][];
  published: number;
  active: boolean;
  /** The positions of triggers that are paused. */
  readonly paused: Set<number>;
}
type Outcome = "started" | "filtered" | "rejected";

/** What the first trigger that fits decides; a broken one ends the search. Undefined: the event does not concern the workflow. */
function expected({ versions, published, paused }: Model, type: string): Outcome | undefined {
  const triggers = versions[published - 1]!.map((row, index) => ({ ...row, isPaused: paused.has(index) }));
  const fitting = triggers.filter(({ pattern }) => fitsType(parseTypePattern(pattern), type));
  if (fitting.length === 0) return undefined;
  const first = fitting.find(({ gives, isPaused }) => !isPaused && gives !== "false")?.gives;
  return first === "true" ? "started" : first === "broken" ? "rejected" : "filtered";
}

async function run(moves: readonly Move[], project: string): Promise<void> {
  const { db } = world;
  const id = (n: number) => `wf_${project}_${n}`;
  const models: Model[] = Array.from({ length: 4 }, () => ({
    versions: [],
    published: 0,
    active: true,
    paused: new Set(),
  }));
  const wanted = new Map<string, Map<string, `${Outcome} ${number}`>>();
  const dispatchers = [1, 2].map(() => ({
    ...{ db, liveTriggers: createLiveTriggers(), logger: recordingLogger(), begunEvents: new Map() },
  }));
  const dispatch = async (index: number, diesAt?: DispatchPoint) => {
    const faultPoint = async (point: DispatchPoint) => {
      if (point === diesAt) throw new Error("killed");
    };
    try {
      while ((await dispatchEvents({ ...dispatchers[index]!, faultPoint }, 3, 0)).mayBeMore);
    } catch (error) {
      if ((error as Error).message !== "killed") throw error;
    }
  };
  const set = (n: number, values: { status: "active" | "archived" } | { published_version: number }) =>
    db.updateTable("workflows").set(values).where("id", "=", id(n)).execute();

  for (const step of moves) {
    if (step.do === "dispatch")
      await Promise.all(
        Array.from({ length: step.dispatchers }, (_, n) => dispatch(n, n === 0 ? step.diesAt : undefined)),
      );
    else if (step.do === "send") {
      const stored = await ingestEvents(
        db,
        step.types.map((type) => ({ project, type, data: { n: 1 } })),
      );
      for (const [index, event] of stored.entries()) {
        const pairs = new Map<string, `${Outcome} ${number}`>();
        for (const [n, model] of models.entries()) {
          const outcome = model.active && model.published > 0 ? expected(model, step.types[index]!) : undefined;
          if (outcome !== undefined) pairs.set(id(n), `${outcome} ${model.published}`);
        }
        wanted.set(event.id, pairs);
      }
    } else {
      const model = models[step.workflow]!;
      if (step.do === "publish") {
        model.published = model.versions.push([...step.triggers]);
        const triggers = step.triggers.map(({ pattern, gives }): Trigger => ({
          eventType: pattern,
          condition: CONDITIONS[gives],
        }));
        await publish(db, { id: id(step.workflow), project, version: model.published, triggers });
      } else if (step.do === "pause") {
        if (model.published === 0) continue;
        const status = model.paused.delete(step.trigger) ? "active" : (model.paused.add(step.trigger), "paused");
        const row = { workflow_id: id(step.workflow), trigger_id: `trigger${step.trigger}`, kind: "event", version: 1 };
        await db
          .insertInto("workflow_triggers")
          .values({ ...row, project, config: jsonb({}), status })
          .onConflict((conflict) => conflict.columns(["workflow_id", "trigger_id", "kind"]).doUpdateSet({ status }))
          .execute();
      } else if (model.published > 0 && step.do === "status") {
        model.active = !model.active;
        await set(step.workflow, { status: model.active ? "active" : "archived" });
      } else if (model.published > 0) {
        model.published = (model.published % model.versions.length) + 1;
        await set(step.workflow, { published_version: model.published });
      }
    }
  }
  await dispatch(0);

  const events = await db.selectFrom("events").selectAll().where("project", "=", project).execute();
  const started = await db.selectFrom("executions").selectAll().where("project", "=", project).execute();
  const others = await db.selectFrom("event_outcomes").selectAll().where("project", "=", project).execute();
  for (const event of events) {
    const pairs = [...wanted.get(event.id)!];
    const found = [
      ...started
        .filter(({ event_id }) => event_id === event.id)
        .map((execution) => [execution.workflow_id, `started ${execution.workflow_version}`]),
      ...others
        .filter(({ event_id }) => event_id === event.id)
        .map((other) => [other.workflow_id, `${other.outcome} ${other.workflow_version}`]),
    ];
    expect(found.toSorted()).toEqual(pairs.filter(([, outcome]) => !outcome.startsWith("filtered")).toSorted());
    expect({ concerned: event.concerned, filtered: event.filtered }).toEqual({
      concerned: pairs.length,
      filtered: pairs.length - found.length,
    });
  }
  expect((await sumLedger(db)).wrong).toEqual([]);
}

const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env["FC_RUNS"] ?? 25);

test(
  "random events, publications and dispatchers that die: each pair has the one outcome that it must have",
  { timeout: 120_000 },
  async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 25 }), (moves) => run(moves, `p${(runs += 1)}`)),
      { seed, numRuns },
    );
  },
);
