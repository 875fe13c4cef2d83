import { matchTriggers, ProjectTriggers, ConditionTime } from "@tempograph/dispatch";
import type { EventData, Json, Trigger } from "@tempograph/graph";
import { runBenchmark, say, type Values } from "../benchmark.ts";
import { median } from "../measure/percentile.ts";

const HELP = `bench:match: how long the dispatcher takes to match one event with the live triggers of a project, in milliseconds.

  --triggers <n>   workflows with a trigger; default 10000
  --events <n>     events of each round; default 500
  --rounds <n>     rounds, of which the median counts; default 5
  --json           accepted: the last line on stdout is one JSON object in any case

same1        one trigger of the event's type
same10000    as many triggers of its type as --triggers says, with conditions of six kinds: an equal constant, limits, two parts,
             a list, and two formulas in CEL; about one in a thousand holds
other10000   one trigger of its type, and as many of other types
computed     as many triggers of its type, which compare one computed value with a limit each
alike        as many triggers of its type, with ten different conditions
worst        as many triggers of its type, which compute a value each, so that no index can tell them apart; not part of msPerEvent
`;

/** Conditions as people write them. Of each thousand triggers about one takes an event of `eventOf`. */
const CONDITIONS: readonly ((n: number) => Json)[] = [
  (n) => ({ "==": [{ var: "lead.campaign" }, `campaign-${n}`] }),
  (n) => ({ ">": [{ var: "lead.score" }, 100 + n] }),
  (n) => ({ and: [{ "==": [{ var: "lead.source" }, `source-${n}`] }, { ">": [{ var: "lead.score" }, 80] }] }) as Json,
  (n) => ({ in: [{ var: "lead.country" }, [`c${n}`, `d${n}`]] }),
  (n) => `{{ payload.lead.owner == "owner-${n}" && payload.lead.score > 10 }}`,
  (n) => `{{ payload.lead.score < ${n / 1_000} }}`,
];

const computedCondition = (n: number): Json => ({
  ">": [{ "+": [{ var: "lead.score" }, { var: "lead.bonus" }] }, 1_000 + n],
});

const worstCondition = (n: number): Json => ({ ">": [{ "+": [{ var: "lead.score" }, n] }, 1_000_000] });

function eventOf(n: number): EventData {
  const lead = {
    ...{ campaign: `campaign-${n * 6}`, score: 90, bonus: 1, source: `source-${n}` },
    ...{ country: `c${n}`, owner: `owner-${n}` },
  };
  return { id: `evt_${n}`, type: "lead.created", source: "bench", time: "2026-01-01T00:00:00Z", data: { lead } };
}

function projectOf(triggers: readonly Trigger[]): ProjectTriggers {
  const project = new ProjectTriggers(1);
  const row = (trigger: Trigger, n: number) => ({
    ...{
      project: "main",
      id: `wf_${n}`,
      name: `Workflow ${n}`,
      version: 1,
      triggers: [trigger],
      start: null,
      paused: [],
    },
    ...{ from: 1, until: null },
  });
  project.take(1, triggers.map(row), 1);
  return project;
}

/** Milliseconds per event. */
async function measure(project: ProjectTriggers, events: number): Promise<{ ms: number; matched: number }> {
  // As long as it takes: a batch of the dispatcher would hand an expensive event on to the next one.
  const time = new ConditionTime(1, () => 0);
  let matched = 0;
  const startedAt = performance.now();
  for (let n = 0; n < events; n++) {
    const input = { project: "main", event: eventOf(n), receivedAt: 0, stamp: 1, begun: undefined };
    const matching = await matchTriggers(project, input, time);
    if (!matching.done) throw new Error("The event was not matched to its end.");
    matched += matching.matched.length;
  }
  return { ms: (performance.now() - startedAt) / events, matched };
}

const options = { triggers: 10_000, events: 500, rounds: 5 } as const;

async function measureAll(values: Values<typeof options>): Promise<object> {
  const count = values.triggers;
  const numbers = Array.from({ length: count }, (_, n) => n);
  const condition = (n: number) => CONDITIONS[n % CONDITIONS.length]!(n);
  const one: Trigger = { id: "t", eventType: "lead.created", condition: condition(0) };
  const projects = {
    same1: projectOf([one]),
    same10000: projectOf(numbers.map((n) => ({ id: "t", eventType: "lead.created", condition: condition(n) }))),
    other10000: projectOf([
      one,
      ...numbers.map((n) => ({ id: "t", eventType: `other.${n}`, condition: condition(n) })),
    ]),
    computed: projectOf(numbers.map((n) => ({ id: "t", eventType: "lead.created", condition: computedCondition(n) }))),
    alike: projectOf(numbers.map((n) => ({ id: "t", eventType: "lead.created", condition: worstCondition(n % 10) }))),
    worst: projectOf(numbers.map((n) => ({ id: "t", eventType: "lead.created", condition: worstCondition(n) }))),
  };
  const medians: Record<string, number> = {};
  for (const [name, project] of Object.entries(projects)) {
    const events = name === "worst" ? Math.max(1, Math.round(values.events / 50)) : values.events;
    await measure(project, events);
    const rounds: number[] = [];
    for (let round = 0; round < values.rounds; round++) {
      const { ms, matched } = await measure(project, events);
      rounds.push(ms);
      say(`${name}: ${ms.toFixed(4)} ms per event, ${(matched / events).toFixed(2)} workflows start`);
    }
    medians[name] = Number(median(rounds).toFixed(4));
  }
  const { worst, ...msPerEvent } = medians;
  return { triggers: count, worst, msPerEvent };
}

await runBenchmark({ help: HELP, options, measure: measureAll });
