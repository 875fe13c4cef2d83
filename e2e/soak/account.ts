import type { Acknowledged } from "./load.ts";
import type { Calls } from "./sink.ts";
import { WORKFLOWS } from "./workflows.ts";

/** An execution's row, with what it has left. */
export interface ExecutionFact {
  readonly id: string;
  readonly eventId: string;
  readonly workflow: string;
  readonly status: string;
  readonly failure: string | null;
  readonly mirrorOk: boolean | null;
  readonly completedSteps: number;
  readonly otherSteps: number;
}

/** What is there when everything has come to rest. */
export interface Facts {
  readonly acknowledged: readonly Acknowledged[];
  /** The numbers of events that may be stored or not. */
  readonly unsure: readonly number[];
  readonly events: readonly { readonly id: string; readonly n: number; readonly dispatched: boolean }[];
  readonly executions: readonly ExecutionFact[];
  readonly calls: ReadonlyMap<string, Pick<Calls, "keys" | "count">>;
  /** What is counted where steps are counted, by workflow. */
  readonly counted: Readonly<Record<string, number>>;
  /** Rows that somebody would still have to do something about, by what they are. */
  readonly left: Readonly<Record<string, number>>;
  /** Of Temporal: the workflows that it has, and those of them that are open. */
  readonly temporal: { readonly closed: number; readonly open: number };
  /** Of the executions whose history was read in both places: those whose histories differ. */
  readonly histories: { readonly compared: number; readonly differ: readonly string[] };
  readonly unexpected: readonly string[];
}

const MOST_NAMED = 5;

/** Every event that was acknowledged, its executions, steps and calls: what does not add up, in sentences. Empty: everything does. */
export function account(facts: Facts): readonly string[] {
  const wrong: string[] = [];
  /** Says what is wrong with some, and names the first of them. */
  const say = (what: string, ids: readonly string[]): void => {
    if (ids.length === 0) return;
    const named = ids.slice(0, MOST_NAMED).join(", ");
    wrong.push(`${String(ids.length)} ${what}: ${named}${ids.length > MOST_NAMED ? ", …" : ""}`);
  };
  const { acknowledged, events, executions, calls } = facts;

  say(
    "acknowledged events got two ids",
    acknowledged.filter(({ ids }) => ids.size > 1).map(({ ids }) => [...ids].join(" and ")),
  );
  const stored = new Set(events.map(({ id }) => id));
  say(
    "acknowledged events are not stored",
    acknowledged.flatMap(({ ids }) => [...ids]).filter((id) => !stored.has(id)),
  );
  const known = new Set([...acknowledged.map(({ n }) => n), ...facts.unsure]);
  say(
    "stored events were never sent, or twice",
    events
      .filter(({ n }, index) => !known.has(n) || events.findIndex((other) => other.n === n) !== index)
      .map(({ id }) => id),
  );
  say(
    "stored events were not dispatched",
    events.filter(({ dispatched }) => !dispatched).map(({ id }) => id),
  );

  const typeOf = new Map(acknowledged.flatMap(({ ids, type }) => [...ids].map((id) => [id, type] as const)));
  const seen = new Map<string, number>();
  for (const { eventId, workflow } of executions) {
    const pair = `${eventId} ${workflow}`;
    seen.set(pair, (seen.get(pair) ?? 0) + 1);
  }
  const expected = [...typeOf].flatMap(([id, type]) =>
    WORKFLOWS.filter(({ eventType }) => eventType === type).map(({ name }) => `${id} ${name}`),
  );
  say(
    "executions are missing",
    expected.filter((pair) => !seen.has(pair)),
  );
  say(
    "executions are there more than once",
    [...seen].filter(([, count]) => count > 1).map(([pair]) => pair),
  );
  say(
    "executions have not completed",
    executions
      .filter(({ status }) => status !== "completed")
      .map(({ id, status, failure }) => `${id} (${status}${failure === null ? "" : `, ${failure}`})`),
  );
  say(
    "executions were not mirrored as Temporal has them",
    executions.filter(({ mirrorOk }) => mirrorOk !== true).map(({ id }) => id),
  );

  for (const { name, steps, calls: called } of WORKFLOWS) {
    const own = executions.filter(({ workflow }) => workflow === name);
    say(
      `executions of "${name}" have other steps than ${String(steps)} completed ones`,
      own
        .filter(({ completedSteps, otherSteps }) => completedSteps !== steps || otherSteps > 0)
        .map(
          ({ id, completedSteps, otherSteps }) => `${id} (${String(completedSteps)} and ${String(otherSteps)} others)`,
        ),
    );
    say(
      `steps of "${name}" were never called`,
      own.flatMap(({ id }) => called.map((step) => `${id} ${step}`)).filter((call) => !calls.has(call)),
    );
    if (facts.counted[name] !== undefined && facts.counted[name] !== own.length)
      wrong.push(`"${name}" counted ${String(facts.counted[name])} executions and has ${String(own.length)}.`);
  }
  say(
    "steps were called under more than one key",
    [...calls].filter(([, { keys }]) => keys.size > 1).map(([call]) => call),
  );
  const ids = new Set(executions.map(({ id }) => id));
  say(
    "calls came from no execution that is known",
    [...calls.keys()].filter((call) => !ids.has(call.split(" ")[0]!)),
  );

  for (const [what, count] of Object.entries(facts.left))
    if (count > 0) wrong.push(`${String(count)} ${what} are left.`);
  const { closed, open } = facts.temporal;
  if (open > 0) wrong.push(`${String(open)} workflows are open in Temporal.`);
  if (closed !== executions.length)
    wrong.push(`Temporal has ${String(closed)} closed workflows, Postgres ${String(executions.length)} executions.`);
  say("executions have another history in Postgres than in Temporal", facts.histories.differ);
  say("answers were not expected", facts.unexpected);
  return wrong;
}
