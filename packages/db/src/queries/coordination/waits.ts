import { sql, type RawBuilder } from "kysely";
import type { Json } from "@tempograph/graph";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { REPLIES_CHANNEL } from "../../notify/channels.ts";

/**
 * Patterns share 1,024 locks: those of one batch of events can be many thousands, and the server's table of locks has room
 * for some thousands in all. Two patterns of one lock only wait for each other without need.
 */
const bucket = (project: RawBuilder<unknown>, filter: RawBuilder<unknown>) =>
  sql`(hashtext(${project} || '/' || ${filter}) & 1023)`;

/** A pattern of event types, in the one project whose events it concerns. */
export interface EventFilterKey {
  readonly project: string;
  readonly filter: string;
}

const filterRows = (filters: readonly EventFilterKey[]): RawBuilder<unknown> =>
  sql`unnest(${filters.map(({ project }) => project)}::text[], ${filters.map(({ filter }) => filter)}::text[]) as f (project, filter)`;

/** Any number, the same in all processes: keeps event types apart from other uses of advisory locks. */
const EVENT_TYPES = 7_304_774;

/**
 * The lock between those who begin to wait for events of a type and those who dispatch events of it, until the
 * transaction ends. Waits take their filter's alone; dispatchers take those of all filters that an event may fit, shared,
 * so that they never wait for each other.
 *
 * Why no event falls between looking back and waiting: a dispatcher claims an event only once it is committed. If it has
 * the lock first, the wait looks back behind it, and a new statement sees the event. If the wait has it first, its row
 * is committed before the dispatcher reads the waits, again in a new statement. So ingest, which must be fast and may be
 * concurrent in any way, needs no lock at all: what counts is the dispatch, which every event passes exactly once.
 */
export async function lockEventType(trx: Database, { project, filter }: EventFilterKey): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EVENT_TYPES}, ${bucket(sql`${project}::text`, sql`${filter}::text`)})`.execute(
    trx,
  );
}

/** Shared, for the dispatcher. */
export async function shareEventTypes(trx: Database, filters: readonly EventFilterKey[]): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${EVENT_TYPES}, hash) from (
    select distinct ${bucket(sql`project`, sql`filter`)} as hash from ${filterRows(filters)} order by hash) as hashes`.execute(
    trx,
  );
}

/** A field that a condition compares with a value: `path` as JSONLogic's `var` has it, the value as canonical text. */
export interface CorrelationKey {
  readonly path: string;
  readonly value: string;
}

export interface EventWaitToInsert extends EventFilterKey {
  readonly executionId: string;
  readonly path: string;
  readonly key: string;
  readonly match: Json;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly correlationKey: CorrelationKey | null;
  readonly since: Date;
  /** ms since epoch. */
  readonly untilMs: number | null;
}

/**
 * By how many fields the waits of one pattern are found. The dispatcher looks up each event by each of these fields, so a project
 * with a field for every wait would hold up the batch (I14). Waits by further fields are compared with every event of their type instead,
 * which the project has a limited time for.
 */
const MAX_FIELDS = 100;

/** Whether the waits of a pattern may be found by this field: some are already, or they have few fields. */
function mayBeFoundBy({ project, filter }: EventFilterKey, path: string): RawBuilder<boolean> {
  const ofPattern = sql`w.project = ${project} and w.event_type = ${filter}`;
  return sql<boolean>`(exists (select from event_waits w where ${ofPattern} and w.match_path = ${path}) or (
    with recursive found as (
      select (select min(w.match_path) from event_waits w where ${ofPattern} and w.match_path > '') as field
      union all
      select (select min(w.match_path) from event_waits w where ${ofPattern} and w.match_path > f.field)
        from found f where f.field is not null
    )
    select count(*) from (select from found where field is not null limit ${MAX_FIELDS}) as fields) < ${MAX_FIELDS})`;
}

/** Begins to wait; a second attempt of the same step changes nothing. Under the lock of `lockEventType`. */
export async function insertEventWait(trx: Database, wait: EventWaitToInsert): Promise<void> {
  const { path, value } = wait.correlationKey ?? { path: "", value: "" };
  const orNone = (text: string) =>
    path === "" ? "" : sql<string>`case when ${mayBeFoundBy(wait, path)} then ${text} else '' end`;
  await trx
    .insertInto("event_waits")
    .values({
      project: wait.project,
      execution_id: wait.executionId,
      path: wait.path,
      key: wait.key,
      event_type: wait.filter,
      match: wait.match === null ? null : jsonb(wait.match),
      workflow: jsonb(wait.workflow),
      match_path: orNone(path),
      match_value: orNone(value),
      since: wait.since,
      until: wait.untilMs === null ? null : new Date(wait.untilMs),
    })
    .onConflict((conflict) => conflict.columns(["execution_id", "key"]).doNothing())
    .execute();
}

/**
 * Which filters have waits, and by which fields: mostly few, however many waits there are. From one to the next by the
 * index, so that 10,000 waits by one field cost as much as one.
 */
export async function listEventWaitPaths(
  db: Database,
  filters: readonly EventFilterKey[],
): Promise<readonly (EventFilterKey & { readonly path: string })[]> {
  const { rows } = await sql<EventFilterKey & { readonly path: string }>`
    with recursive found as (
      select f.project, f.filter, (select min(w.match_path) from event_waits w
          where w.project = f.project and w.event_type = f.filter) as field
        from ${filterRows(filters)}
      union all
      select f.project, f.filter, (select min(w.match_path) from event_waits w
          where w.project = f.project and w.event_type = f.filter and w.match_path > f.field)
        from found f where f.field is not null
    )
    select project, filter, field as path from found where field is not null`.execute(db);
  return rows;
}

export interface WaitCandidate extends EventFilterKey {
  readonly path: string;
  /** Canonical text of the event's field; null: any. */
  readonly value: string | null;
  /** Waits up to this id are not read. */
  readonly after: number;
}

export interface EventWait extends EventFilterKey {
  readonly id: number;
  readonly executionId: string;
  readonly path: string;
  readonly key: string;
  readonly match: Json;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly since: Date;
}

/** Waits that events with such fields may fit, in the order in which they began. Not locked. */
export async function findEventWaits(
  db: Database,
  candidates: readonly WaitCandidate[],
  limit: number,
): Promise<readonly EventWait[]> {
  const { rows } = await sql<EventWait>`
    with c as (
      select distinct * from json_to_recordset(${JSON.stringify(candidates)}::json)
        as c(project text, filter text, path text, value text, after bigint)
    ), ids as (
      select w.id from c cross join lateral (select w.id from event_waits w
         where w.project = c.project and w.event_type = c.filter and w.match_path = c.path and w.match_value = c.value
           and w.id > c.after order by w.id limit ${limit}) w
      union
      select w.id from c cross join lateral (select w.id from event_waits w
         where c.value is null and w.project = c.project and w.event_type = c.filter and w.match_path = c.path
           and w.id > c.after order by w.id limit ${limit}) w
      order by id limit ${limit}
    )
    select w.id, w.project, w.execution_id as "executionId", w.path, w.key, w.event_type as filter, w.match, w.workflow, w.since
    from event_waits w join ids using (id)
    order by w.id`.execute(db);
  return rows;
}

export interface TakenWait {
  readonly id: number;
  /** Without rounds. */
  readonly nodePath: string;
  readonly eventId: string;
}

/**
 * Ends waits with their events: each wait once, whoever else has an event for it. Their rows are locked in the order of
 * their ids, as the mirror does where executions close. `replies` says what the waiting steps are told: JSON by the event's id, each
 * once, because one event may be large and end many waits. Answers how many were taken.
 */
export async function takeEventWaits(
  trx: Database,
  taken: readonly TakenWait[],
  replies: ReadonlyMap<string, string>,
): Promise<number> {
  const ids = taken.map(({ id }) => id);
  const { rows } = await sql<{ n: number }>`
    with t as (
      select * from json_to_recordset(${JSON.stringify(taken)}::json) as t(id bigint, "nodePath" text, "eventId" text)
    ), r as (
      select * from unnest(${[...replies.keys()]}::text[], ${[...replies.values()]}::jsonb[]) as r("eventId", reply)
    ), locked as (
      select id from event_waits where id = any(${ids}::bigint[]) order by id for update
    ), gone as (
      delete from event_waits w using locked where w.id = any(${ids}::bigint[]) and w.id = locked.id returning w.id, w.project, w.execution_id, w.path, w.key
    ), noted as (
      insert into event_takes (execution_id, node_path, event_id, key)
      select g.execution_id, t."nodePath", t."eventId", g.key from gone g join t using (id) on conflict do nothing
    ), told as (
      insert into replies (project, execution_id, path, key, body)
      select g.project, g.execution_id, g.path, g.key, r.reply from gone g join t using (id) join r using ("eventId") order by g.id on conflict do nothing
      returning id
    )
    select (select count(*) from told) as n, pg_notify(${REPLIES_CHANNEL}, '')`.execute(trx);
  return rows[0]?.n ?? 0;
}
