import { sumLedger } from "@tempograph/db";
import type { Json, StartPolicies, Trigger } from "@tempograph/graph";
import type { AskDeps } from "../ask/ask-pair.ts";
import { createAsker, type Asker } from "../ask/create-asker.ts";
import type { DispatchPoint } from "../dispatcher-options.ts";
import { ingestEvents } from "../ingest/ingest-events.ts";
import { dispatchEvents, type DispatchEventsDeps } from "../match/dispatch-events.ts";
import { createLiveTriggers } from "../match/live-triggers.ts";
import { releaseHeld } from "../release/release-held.ts";
import { coordinationWorld, type CoordinationWorld } from "./coordination-world.ts";
import { publish } from "./publish.ts";
import { rawSql } from "./raw-sql.ts";
import { recordingLogger } from "./recording-logger.ts";

export interface PolicyWorld extends CoordinationWorld {
  /** Publishes a workflow that every event of the project starts, unless its policies say otherwise. The project has the workflow's name. */
  workflow(id: string, start: StartPolicies, triggers?: readonly Trigger[]): Promise<void>;
  /** Stores events of these data, one after the other. Answers their ids. */
  send(project: string, ...data: readonly Json[]): Promise<readonly string[]>;
  /** Moves the moment when an event was stored: minus 60,000 is a minute ago. */
  received(eventId: string, ms: number): Promise<void>;
  /** One of two dispatchers dispatches what is stored and decides what is due, until nothing more is to do, or until it dies. */
  settle(diesAt?: DispatchPoint, dispatcher?: 0 | 1): Promise<void>;
  /** Decides once what is due, without dispatching. */
  release(): Promise<void>;
  /** Makes a pair of the project that waits until a known moment due now. */
  waitUntilDue(project: string): Promise<void>;
  /** In their order, the data of the events that have started executions. */
  started(project: string): Promise<readonly Json[]>;
  /** For each event what became of it: `started`, `ended`, `filtered`, or the outcome with the reason's code. */
  outcomes(project: string): Promise<readonly string[]>;
  /** Ends the executions of these events as the mirror does, in one transaction. */
  closeOf(...eventIds: readonly string[]): Promise<void>;
  /** The ids of the events whose pair with a workflow has no outcome, or two. */
  wrong(): Promise<readonly string[]>;
}

async function asked(asker: Asker): Promise<boolean> {
  const any = await asker.begin();
  await asker.idle();
  return any;
}

/** For tests of start policies and conditions: no Temporal, executions stay open until `closeOf`. */
export async function policyWorld({ prepareLookup }: Pick<AskDeps, "prepareLookup"> = {}): Promise<PolicyWorld> {
  const world = await coordinationWorld();
  const { db } = world;
  const dispatchers = [0, 1].map((): DispatchEventsDeps => ({
    ...{ db, liveTriggers: createLiveTriggers(), logger: recordingLogger(), begunEvents: new Map() },
  }));
  return {
    ...world,
    workflow: (id, start, triggers) => publish(db, { id, project: id, start, ...(triggers && { triggers }) }),
    async send(project, ...data) {
      const ids: string[] = [];
      for (const each of data) ids.push((await ingestEvents(db, [{ project, type: "go", data: each }]))[0]!.id);
      return ids;
    },
    received: (id, ms) =>
      rawSql(world.databaseUrl, "update events set received_at = now() + $2::float8 * interval '1 ms' where id = $1", [
        id,
        ms,
      ]),
    async settle(diesAt, dispatcher = 0) {
      const faultPoint = async (point: DispatchPoint) => {
        if (point === diesAt) throw new Error("killed");
      };
      try {
        while ((await dispatchEvents({ ...dispatchers[dispatcher]!, faultPoint }, 10, 0)).mayBeMore);
        const asker = createAsker({ ...dispatchers[dispatcher]!, prepareLookup }, () => undefined);
        do {
          while ((await releaseHeld(db, 1_000, faultPoint)).next === true);
        } while (await asked(asker));
      } catch (error) {
        if ((error as Error).message !== "killed") throw error;
      }
    },
    async release() {
      await releaseHeld(db, 1_000);
    },
    waitUntilDue: (project) =>
      rawSql(world.databaseUrl, "update event_outcomes set until = now() where project = $1 and until is not null", [
        project,
      ]),
    async started(project) {
      const rows = await db
        .selectFrom("executions")
        .innerJoin("events", "events.id", "executions.event_id")
        .select("events.data")
        .where("executions.project", "=", project)
        .orderBy("executions.seq")
        .execute();
      return rows.map(({ data }) => data);
    },
    async outcomes(project) {
      const events = await db.selectFrom("events").select("id").where("project", "=", project).orderBy("seq").execute();
      const executions = await db.selectFrom("executions").selectAll().where("project", "=", project).execute();
      const others = await db.selectFrom("event_outcomes").selectAll().where("project", "=", project).execute();
      return events.map(({ id }) => {
        const execution = executions.find(({ event_id }) => event_id === id);
        if (execution !== undefined) return execution.closed_at === null ? "started" : "ended";
        const other = others.find(({ event_id }) => event_id === id);
        return other === undefined ? "filtered" : `${other.outcome} ${other.reason.code}`;
      });
    },
    async closeOf(...eventIds) {
      await rawSql(
        world.databaseUrl,
        `update executions set status = 'running', run_id = 'run-' || id where event_id = any($1)`,
        [eventIds],
      );
      const executions = await db.selectFrom("executions").select("id").where("event_id", "in", eventIds).execute();
      await world.closeAll(
        executions.map(({ id }) => id),
        "completed",
      );
    },
    wrong: async () => (await sumLedger(db)).wrong,
  };
}
