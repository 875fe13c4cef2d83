import { jsonb } from "@tempograph/db";
import type { StartPolicies, Trigger } from "@tempograph/graph";
import { waitFor } from "@tempograph/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DispatchPoint } from "../dispatcher-options.ts";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";

// Random events, policies, dispatchers that die or race, and executions that end: no limit is ever exceeded, nothing is lost, what waits
// starts in its order, and the ledger's equation holds (I2, I4, I12).

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

type Move =
  | { readonly do: "send"; readonly keys: readonly string[] }
  | { readonly do: "settle"; readonly both: boolean; readonly diesAt: DispatchPoint | undefined }
  | { readonly do: "close"; readonly which: readonly number[] };

const THROTTLE_MS = 40;
const AFTER_MS = 30;
const collecting = fc.option(
  fc.oneof(
    fc.record<Pick<StartPolicies, "debounce">>({
      debounce: fc.record(
        {
          ...{
            after: fc.constant(AFTER_MS),
            take: fc.constantFrom("first", "last"),
            maxWait: fc.constant(2 * AFTER_MS),
          },
          key: fc.constant("{{ payload.key }}"),
        },
        { requiredKeys: ["after", "take"] },
      ),
    }),
    fc.record<Pick<StartPolicies, "batch">>({
      batch: fc.record(
        { size: fc.integer({ min: 2, max: 4 }), after: fc.constant(AFTER_MS), key: fc.constant("{{ payload.key }}") },
        { requiredKeys: ["size", "after"] },
      ),
    }),
  ),
  { nil: {} },
);
const simple = fc.record<StartPolicies>(
  {
    concurrency: fc.record(
      {
        limit: fc.integer({ min: 1, max: 3 }),
        key: fc.constant("{{ payload.key }}"),
        whenFull: fc.constantFrom("queue", "drop", "cancelOldest"),
      },
      { requiredKeys: ["limit"] },
    ),
    dedupe: fc.constant({ key: "{{ payload.id }}", within: "1h" }),
    rateLimit: fc.record(
      { limit: fc.integer({ min: 1, max: 5 }), per: fc.constant("1h"), key: fc.constant("{{ payload.key }}") },
      { requiredKeys: ["limit", "per"] },
    ),
    throttle: fc.record(
      { limit: fc.integer({ min: 1, max: 3 }), per: fc.constant(THROTTLE_MS), key: fc.constant("{{ payload.key }}") },
      { requiredKeys: ["limit", "per"] },
    ),
  },
  { requiredKeys: [] },
);
/** The key of a policy that is asked about batches is that of the batch. */
const policies = fc.tuple(simple, collecting).map(([rest, more]): StartPolicies => {
  if (!("batch" in more)) return { ...rest, ...more };
  const key = more.batch?.key;
  const sameKey = <Policy extends { readonly key?: string }>(policy: Policy | undefined) => {
    if (policy === undefined) return {};
    const { key: _, ...own } = policy;
    return key === undefined ? own : { ...own, key };
  };
  return {
    ...{ ...rest, ...more },
    ...(rest.throttle && { throttle: sameKey(rest.throttle) as typeof rest.throttle }),
    ...(rest.concurrency && { concurrency: sameKey(rest.concurrency) as typeof rest.concurrency }),
  };
});
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    do: fc.constant("send" as const),
    keys: fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    do: fc.constant("settle" as const),
    both: fc.boolean(),
    diesAt: fc.option(fc.constantFrom<DispatchPoint>("claim", "insert", "commit", "release", "released"), {
      nil: undefined,
    }),
  }),
  fc.record({ do: fc.constant("close" as const), which: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 }) }),
);

/** What the trigger asks beyond the event: whether one ran before for the same key, and the memory, which may stop the events of the key `a`. */
const conditions = fc.record({ history: fc.boolean(), memory: fc.constantFrom("none", "reads", "stops") });
type Conditions = typeof conditions extends fc.Arbitrary<infer Value> ? Value : never;

function triggerOf({ history, memory }: Conditions): Trigger {
  const when: NonNullable<Trigger["when"]> = {
    ...(history && { history: { noneWithin: "1h", subject: "{{ payload.key }}" } }),
    ...(memory !== "none" && { state: [{ key: "stop/{{ payload.key }}", as: "stop" }] }),
  };
  return {
    ...(Object.keys(when).length > 0 && { when }),
    ...(memory !== "none" && { condition: "{{ state.stop == null }}" }),
  };
}

async function run(project: string, start: StartPolicies, asks: Conditions, moves: readonly Move[]): Promise<void> {
  const { db } = world;
  await world.workflow(project, start, [triggerOf(asks)]);
  if (asks.memory === "stops")
    await db
      .insertInto("state_entries")
      .values({ project, workflow_id: project, key: "stop/a", kind: "value", value: jsonb(true), updated_by: "kim" })
      .execute();
  const sent = new Map<string, { readonly key: string; readonly id: number }>();
  const open = () =>
    db
      .selectFrom("executions")
      .select(["id", "event_id", "concurrency_key"])
      .where("project", "=", project)
      .where("closed_at", "is", null)
      .orderBy("seq")
      .execute();
  const { concurrency, dedupe, rateLimit, throttle } = start;
  const queues = concurrency !== undefined && (concurrency.whenFull ?? "queue") === "queue";
  let sends = 0;

  for (const step of moves) {
    if (step.do === "send")
      for (const key of step.keys) {
        const data = { key, id: (sends += 1) % 7 };
        sent.set((await world.send(project, data))[0]!, data);
      }
    else if (step.do === "settle")
      await Promise.all([world.settle(step.diesAt), step.both && world.settle(undefined, 1)]);
    else {
      const running = await open();
      const closing = [...new Set(step.which.flatMap((n) => running[n]?.event_id ?? []))];
      // A dispatcher looks while places are given back.
      if (closing.length > 0) await Promise.all([world.closeOf(...closing), world.settle(undefined, 1)]);
    }
    const running = await open();
    if (concurrency !== undefined)
      for (const [key, holders] of Map.groupBy(running, (each) => each.concurrency_key))
        expect(holders.length, `${start.concurrency?.limit} places, key ${key}`).toBeLessThanOrEqual(concurrency.limit);
    expect(await world.wrong()).toEqual([]);
  }

  // Nobody is asked to cancel what has ended.
  const asked = await db.selectFrom("cancel_requests").select("execution_id").where("project", "=", project).execute();
  const stillOpen = new Set((await open()).map(({ id }) => id));
  expect(asked.filter(({ execution_id }) => !stillOpen.has(execution_id))).toEqual([]);

  // Nothing waits for ever: where all executions end in time, each event gets its outcome.
  await waitFor(async () => {
    await world.settle();
    const running = await open();
    if (running.length > 0) await world.closeOf(...running.map(({ event_id }) => event_id));
    const outcomes = await world.outcomes(project);
    return !outcomes.some((outcome) => outcome.startsWith("held") || outcome === "started");
  });
  const outcomes = await world.outcomes(project);
  const filtered = outcomes.filter((outcome) => outcome === "filtered").length;
  const passed = new Map([...sent].filter(([, { key }]) => asks.memory !== "stops" || key !== "a"));
  if (!asks.history) expect(filtered).toBe(sent.size - passed.size);
  expect(await world.wrong()).toEqual([]);

  const seen = new Set<number>();
  const counts = new Map<string, number>();
  const ran = new Set<string>();
  const accepted = [...passed].flatMap(([event, { id, key }]) => {
    const name = rateLimit?.key === undefined ? "" : key;
    const count = counts.get(name) ?? 0;
    if ((dedupe !== undefined && seen.has(id)) || (rateLimit !== undefined && count >= rateLimit.limit)) return [];
    // What starts nothing uses nothing up.
    if (asks.history && ran.has(key)) return [];
    ran.add(key);
    seen.add(id);
    counts.set(name, count + 1);
    return [event];
  });
  const started = await db
    .selectFrom("executions")
    .innerJoin("events", "events.id", "executions.event_id")
    .select(["event_id", "created_at", "events.data"])
    .where("executions.project", "=", project)
    .orderBy("executions.seq")
    .execute();
  if (start.debounce !== undefined || start.batch !== undefined)
    return expectCollected(start, asks, passed, started, outcomes);
  const ids = started.map(({ event_id }) => event_id);
  const keyOf = (id: string) => sent.get(id)!.key;
  if (asks.history) expect(ids.map(keyOf).toSorted()).toEqual([...new Set(ids.map(keyOf))].toSorted());
  if (concurrency === undefined || queues) {
    // Two dispatchers may decide about a later event before an earlier one. As many start as the policies allow all the same, and for each
    // event that started nothing, one that started is the reason.
    const race = moves.some((step) => step.do === "settle" && step.both);
    if (!race) expect(ids.toSorted()).toEqual(accepted.toSorted());
    const all = ids.map((id) => sent.get(id)!);
    const rateKeys = all.map(({ key }) => (rateLimit?.key === undefined ? "" : key));
    const taken = (key: string) => rateKeys.filter((each) => rateLimit?.key === undefined || each === key).length;
    const mayStart = ({ id, key }: { readonly id: number; readonly key: string }) =>
      !(dedupe !== undefined && all.some((other) => other.id === id)) &&
      !(asks.history && all.some((other) => other.key === key)) &&
      !(rateLimit !== undefined && taken(key) >= rateLimit.limit);
    if (dedupe !== undefined) expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    if (rateLimit !== undefined) for (const key of rateKeys) expect(taken(key)).toBeLessThanOrEqual(rateLimit.limit);
    expect([...passed].filter(([event, data]) => !ids.includes(event) && mayStart(data))).toEqual([]);
  }
  // What policies with different keys let pass may overtake; where all have one key, its events keep their order.
  const keys = [concurrency, throttle].flatMap((policy) => (policy === undefined ? [] : [policy.key]));
  const sameKey = new Set(keys).size === 1;
  const groups = sameKey ? Map.groupBy(started, ({ event_id }) => (keys[0] ? sent.get(event_id)!.key : "")) : new Map();
  for (const group of groups.values()) {
    const own = group.map(({ event_id }: { event_id: string }) => event_id);
    expect(own).toEqual(own.toSorted(byOrderOf([...sent.keys()])));
  }
  if (throttle !== undefined && concurrency === undefined)
    for (const group of Map.groupBy(started, ({ event_id }) => (throttle.key ? sent.get(event_id)!.key : "")).values())
      for (const [n, { created_at }] of group.entries()) {
        const next = group[n + throttle.limit];
        // Both moments are cut to whole milliseconds.
        if (next !== undefined) expect(+next.created_at - +created_at).toBeGreaterThanOrEqual(THROTTLE_MS - 1);
      }
}

/** What holds where several events start one execution. */
function expectCollected(
  { batch, debounce, dedupe, rateLimit, concurrency }: StartPolicies,
  { history }: Conditions,
  sent: ReadonlyMap<string, { readonly key: string }>,
  started: readonly { readonly event_id: string; readonly data: unknown }[],
  outcomes: readonly string[],
): void {
  const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
  if (debounce !== undefined) {
    const one =
      count("ended") +
      count("deduplicated START_DEBOUNCED") +
      count("rejected START_NO_PLACE") +
      count("rejected START_REPLACED");
    if (dedupe === undefined && rateLimit === undefined && !history) expect(one).toBe(sent.size);
    if (sent.size > 0) expect(started.length).toBeGreaterThan(0);
  }
  if (batch === undefined) return;
  const own = [...sent.keys()];
  const members = started.map(({ data }) => (data as { events: { id: string }[] }).events.map(({ id }) => id));
  for (const ids of members) {
    expect(ids.length).toBeLessThanOrEqual(batch.size);
    expect(ids).toEqual(ids.toSorted(byOrderOf(own)));
    if (batch.key !== undefined) expect(new Set(ids.map((id) => sent.get(id)!.key)).size).toBe(1);
  }
  const all = members.flat();
  const keys = all.map((id) => sent.get(id)!.key);
  if (history) expect(keys.length).toBe(new Set(keys).size);
  expect(new Set(all).size).toBe(all.length);
  if ((concurrency?.whenFull ?? "queue") === "queue") expect(all.length).toBe(count("batched START_BATCHED"));
}

const byOrderOf = (ids: readonly string[]) => (a: string, b: string) => ids.indexOf(a) - ids.indexOf(b);

const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env["FC_RUNS"] ?? 20);

test(
  "random events, policies and dispatchers that die: limits hold, nothing is lost, order is kept",
  { timeout: 120_000 },
  async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(policies, conditions, fc.array(move, { minLength: 3, maxLength: 20 }), (start, asks, moves) =>
        run(`p${(runs += 1)}`, start, asks, moves),
      ),
      { seed, numRuns },
    );
  },
);
