import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../notify/channels.ts";
import { notify } from "../notify/notify.ts";
import { isUnplaced } from "./dispatch/places.ts";
import type { PageRequest } from "./page.ts";
import { countStoredBytes } from "./stored-bytes.ts";

/** What a project may use at most; null: as much as it likes. */
export interface ProjectLimits {
  readonly maxOpenExecutions: number | null;
  readonly maxEventsPerMinute: number | null;
  readonly maxStoredMegabytes: number | null;
  /** Events that no dispatcher has taken yet, and executions that wait for their start. */
  readonly maxWaitingEvents: number | null;
}

/** Where the steps of a project may call, within what the installation allows: hosts and networks. */
export interface ProjectEgress {
  /** Only there. Null: wherever the installation allows. */
  readonly egressOnly: readonly string[] | null;
  /** Not there, even where `egressOnly` names it. */
  readonly egressDeny: readonly string[];
}

/** A team that shares the installation with others (I13). */
export interface ProjectRecord extends ProjectLimits, ProjectEgress {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

const columns = [
  "id",
  "name",
  "created_at as createdAt",
  "max_open_executions as maxOpenExecutions",
  "max_events_per_minute as maxEventsPerMinute",
  "max_stored_megabytes as maxStoredMegabytes",
  "max_waiting_events as maxWaitingEvents",
  "egress_only as egressOnly",
  "egress_deny as egressDeny",
] as const;

/** Whether there is such a project. */
export async function projectExists(db: Database, id: string): Promise<boolean> {
  return (await db.selectFrom("projects").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}

/** Adds a project; undefined if there is one with this id. */
export async function insertProject(
  db: Database,
  project: Pick<ProjectRecord, "id" | "name">,
): Promise<ProjectRecord | undefined> {
  return await db
    .insertInto("projects")
    .values(project)
    .onConflict((conflict) => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst();
}

/** Changes what is given; undefined if there is no such project. More executions may be open now, so dispatchers look for those that wait. */
export async function updateProject(
  db: Database,
  id: string,
  change: Partial<ProjectLimits & ProjectEgress & Pick<ProjectRecord, "name">>,
): Promise<ProjectRecord | undefined> {
  const updated = await db
    .updateTable("projects")
    .set({
      id,
      ...(change.name !== undefined && { name: change.name }),
      ...(change.maxOpenExecutions !== undefined && { max_open_executions: change.maxOpenExecutions }),
      ...(change.maxEventsPerMinute !== undefined && { max_events_per_minute: change.maxEventsPerMinute }),
      ...(change.maxStoredMegabytes !== undefined && { max_stored_megabytes: change.maxStoredMegabytes }),
      ...(change.maxWaitingEvents !== undefined && { max_waiting_events: change.maxWaitingEvents }),
      ...(change.egressOnly !== undefined && { egress_only: change.egressOnly && [...change.egressOnly] }),
      ...(change.egressDeny !== undefined && { egress_deny: [...change.egressDeny] }),
    })
    .where("id", "=", id)
    .returning(columns)
    .executeTakeFirst();
  if (change.maxOpenExecutions !== undefined) await notify(db, EVENTS_CHANNEL, "start");
  return updated;
}

/** The projects that have rules about outgoing calls, and these rules. */
export async function listProjectEgress(db: Database): Promise<(ProjectEgress & Pick<ProjectRecord, "id">)[]> {
  return await db
    .selectFrom("projects")
    .select(["id", "egress_only as egressOnly", "egress_deny as egressDeny"])
    .where(sql<boolean>`egress_only is not null or egress_deny <> '{}'`)
    .execute();
}

/** All projects of the installation, by id. Only for its administrators. */
export async function listProjects(db: Database, page: PageRequest): Promise<ProjectRecord[]> {
  let query = db
    .selectFrom("projects")
    .select(columns)
    .orderBy("id", page.backward ? "desc" : "asc")
    .limit(page.limit);
  if (page.after !== undefined) query = query.where(sql<boolean>`id > ${page.after}`);
  if (page.before !== undefined) query = query.where(sql<boolean>`id < ${page.before}`);
  return await query.execute();
}

/** A project's limits, and how much of each it uses. What has no limit is not counted and is 0. */
export interface ProjectUsage extends ProjectLimits {
  /** Events that no dispatcher has taken yet, counted up to the limit. */
  readonly waitingEvents: number;
  /** Executions that wait for their start, counted up to the limit of waiting events. */
  readonly waitingStarts: number;
  /** Events that were stored in the last minute, counted up to the limit. */
  readonly recentEvents: number;
  /** Seconds until the oldest of these events is a minute old. */
  readonly nextEventInS: number;
  /** The bytes of its events and payloads. */
  readonly storedBytes: number;
}

/** Undefined if there is no such project. Costs at most as many rows as the limits allow, and what was stored since the last count. */
export async function readProjectUsage(db: Database, id: string): Promise<ProjectUsage | undefined> {
  const { rows } = await sql<Omit<ProjectUsage, "storedBytes">>`
    select p.max_open_executions as "maxOpenExecutions", p.max_events_per_minute as "maxEventsPerMinute",
      p.max_stored_megabytes as "maxStoredMegabytes", p.max_waiting_events as "maxWaitingEvents",
      case when p.max_waiting_events is null then 0 else (
        select count(*) from (select from events e
          where e.project = p.id and e.dispatched_at is null limit p.max_waiting_events) as w)
      end::integer as "waitingEvents",
      case when p.max_waiting_events is null then 0 else (
        select count(*) from (select from executions
          where project = p.id and ${isUnplaced} limit p.max_waiting_events) as s)
      end::integer as "waitingStarts",
      r.n as "recentEvents", r.wait as "nextEventInS"
    from projects p cross join lateral (
      select count(*)::integer as n,
        coalesce(ceil(extract(epoch from min(t.received_at) + interval '1 minute' - clock_timestamp())), 0)::integer as wait
        from (select e.received_at from events e where e.project = p.id and p.max_events_per_minute is not null
          order by e.seq desc limit p.max_events_per_minute) as t
       where t.received_at > clock_timestamp() - interval '1 minute') as r
    where p.id = ${id}`.execute(db);
  const [usage] = rows;
  if (usage === undefined) return undefined;
  return { ...usage, storedBytes: usage.maxStoredMegabytes === null ? 0 : await countStoredBytes(db, id) };
}

/** One limit of a project, and what it leaves now. */
export interface LimitLeft {
  /** What the project may have, for people. */
  readonly what: string;
  /** `bytes`: of data. Nothing more comes in when none is left, however much it is. */
  readonly counts: "events" | "bytes";
  readonly left: number;
  /** When it makes sense to come again. */
  readonly retryAfterS: number;
}

/** When to come again while too many events wait: dispatchers take them, and executions end, all the time. */
const WAITING_RETRY_S = 2;
/** When to come again while too much is stored: somebody has to make room, or raise the limit. */
const STORED_RETRY_S = 60;
const MEGABYTE = 1_000_000;

/** What the limits of a project leave to what comes in. Without limits there is none. Open executions are limited where they start (`places.ts`). */
export function limitsLeft(usage: ProjectUsage): readonly LimitLeft[] {
  const { maxEventsPerMinute: perMinute, maxStoredMegabytes: stored, maxWaitingEvents: waiting } = usage;
  const all: readonly (LimitLeft & { readonly limit: number | null })[] = [
    {
      ...{
        limit: waiting,
        counts: "events",
        left: (waiting ?? 0) - usage.waitingEvents - usage.waitingStarts,
        retryAfterS: WAITING_RETRY_S,
      },
      what: `${String(waiting)} events that wait to be matched or started`,
    },
    {
      ...{ limit: perMinute, counts: "events", left: (perMinute ?? 0) - usage.recentEvents },
      ...{ retryAfterS: Math.max(1, usage.nextEventInS), what: `${String(perMinute)} events per minute` },
    },
    {
      ...{
        limit: stored,
        counts: "bytes",
        left: (stored ?? 0) * MEGABYTE - usage.storedBytes,
        retryAfterS: STORED_RETRY_S,
      },
      what: `${String(stored)} MB of events and payloads`,
    },
  ];
  return all.filter(({ limit }) => limit !== null);
}

/** How many events a project takes now, and the limit that leaves no more. */
export interface Room {
  readonly most: number;
  /** Absent: there is none. */
  readonly limit?: LimitLeft;
}

/**
 * How much the limits of a project leave to what Tempograph itself stores. `ofStep`: the event is one of an open execution. It does not wait for
 * executions that wait for a place, because they may wait for the place of this one.
 */
export async function findRoom(db: Database, project: string, { ofStep = false } = {}): Promise<Room> {
  const usage = await readProjectUsage(db, project);
  if (usage === undefined) return { most: Number.POSITIVE_INFINITY };
  const limits = limitsLeft(ofStep ? { ...usage, waitingStarts: 0 } : usage).map((limit): Room => ({
    most: Math.max(0, limit.counts === "events" || limit.left <= 0 ? limit.left : Number.POSITIVE_INFINITY),
    limit,
  }));
  return limits.reduce((least, room) => (room.most < least.most ? room : least), { most: Number.POSITIVE_INFINITY });
}
