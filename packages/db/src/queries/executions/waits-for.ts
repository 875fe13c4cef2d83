import { constructDescriptors, type AwaitedKind } from "@tempograph/graph";
import { type RawBuilder, sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";

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
  db: Database,
  kinds: readonly WaitKind[] | null | undefined,
  name: string | null | undefined,
): RawBuilder<boolean> {
  const step = waitingStep(
    kinds?.filter((kind) => kind !== "resume"),
    name,
  );
  const ways: RawBuilder<unknown>[] = step === undefined ? [] : [aListedStep(db, step)];
  if (name == null && (kinds == null || kinds.includes("resume"))) ways.push(sql`executions.paused`);
  if (ways.length === 0) return sql<boolean>`false`;
  // A closed execution waits for nothing, whatever its steps were doing when it was terminated.
  return sql<boolean>`(executions.status = 'running' and (${sql.join(ways, sql` or `)}))`;
}

/** A step, `l`, that waits for one of these kinds of things. Undefined: an execution may wait for one of them without such a step. */
export function waitingStep(
  kinds: readonly WaitKind[] | null | undefined,
  name: string | null | undefined,
): RawBuilder<unknown> | undefined {
  const wanted = awaiting.filter(
    ({ kind, nameIn }) => (kinds == null || kinds.includes(kind)) && (name == null || nameIn !== undefined),
  );
  const ways: RawBuilder<unknown>[] = [];
  const named = name == null ? sql`` : sql` and l.name_hash = md5(${name})`;
  if (wanted.length > 0) ways.push(sql`(l.status = 'waiting' and ${isOf(wanted)}${named})`);
  if (name == null && kinds?.includes("person") === true) ways.push(sql`l.status = 'incident'`);
  if (name == null && kinds?.includes("resume") !== false) return undefined;
  return ways.length === 0 ? undefined : sql`(${sql.join(ways, sql` or `)})`;
}

/** Whether one of the execution's approvals or waiting steps, `l`, is such. */
export function aListedStep(db: Database, such: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from listed_steps l where l.execution_id = executions.id and ${inProject(db, "l")} and ${such})`;
}

const isOf = (nodes: typeof awaiting): RawBuilder<unknown> =>
  nodes.length === 1 ? sql`l.type = ${nodes[0]!.type}` : sql`l.type = any(${nodes.map(({ type }) => type)}::text[])`;
