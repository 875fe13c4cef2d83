import { constructDescriptors, type AwaitedKind } from "@tempograph/graph";
import { type RawBuilder, sql } from "kysely";

/** What an execution can wait for. `person`: a step has failed and waits for somebody; `resume`: somebody has paused the execution. */
export type WaitKind = AwaitedKind | "person" | "resume";

/** The types of nodes that wait for each kind of thing, and the field of their input that names it. */
const awaiting = constructDescriptors.flatMap(({ manifest, awaits }) =>
  manifest === undefined || awaits === undefined ? [] : [{ type: manifest.type, ...awaits }],
);

export const WAITS: readonly WaitKind[] = [...new Set(awaiting.map(({ kind }) => kind)), "person", "resume"];

/**
 * Whether an execution waits for one of these kinds of things (none given: for anything), and, if a name is given, for one of that name.
 * A failed step and a paused execution wait for nothing that has a name.
 */
export function waitsFor(
  kinds: readonly WaitKind[] | null | undefined,
  name: string | null | undefined,
): RawBuilder<boolean> {
  const wanted = awaiting.filter(({ kind }) => kinds == null || kinds.includes(kind));
  const named = wanted.filter(({ nameIn }) => nameIn !== undefined);
  const ways: RawBuilder<unknown>[] = [];
  if (name == null) {
    if (wanted.length > 0) ways.push(aStep(sql`'waiting'`, sql`steps.type = any(${typesOf(wanted)}::text[])`));
    if (kinds == null || kinds.includes("person")) ways.push(aStep(sql`'incident'`));
    if (kinds == null || kinds.includes("resume")) ways.push(sql`executions.paused`);
  } else if (named.length > 0) {
    const isNamed = named.map(
      ({ type, nameIn }) => sql`(steps.type = ${type} and steps.input ->> ${nameIn} = ${name})`,
    );
    ways.push(aStep(sql`'waiting'`, sql`(${sql.join(isNamed, sql` or `)})`));
  }
  if (ways.length === 0) return sql<boolean>`false`;
  // A closed execution waits for nothing, whatever its steps were doing when it was terminated.
  return sql<boolean>`(executions.status = 'running' and (${sql.join(ways, sql` or `)}))`;
}

function aStep(status: RawBuilder<unknown>, also: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  return sql`exists (select from steps
    where steps.execution_id = executions.id and steps.status = ${status} and ${also})`;
}

const typesOf = (nodes: typeof awaiting): string[] => nodes.map(({ type }) => type);
