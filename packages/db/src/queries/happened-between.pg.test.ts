import { createTestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { withinProject } from "../projects/project-scope.ts";
import { listEvents } from "./events.ts";

const HOUR_MS = 3_600_000;
const START = Date.parse("2026-01-01T00:00:00Z");

test("events are listed by when they happened, those too that came hours late or from a clock that is wrong", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  onTestFinished(async () => {
    await db.destroy();
    await database.drop();
  });
  const events = Array.from({ length: 300 }, (_, n) => {
    const receivedAt = START + n * 0.2 * HOUR_MS;
    // In the order of arrival: most at once, some within the hour, some days off in both directions.
    const off = n % 10 === 0 ? ((n % 7) - 3) * 9 * HOUR_MS : n % 3 === 0 ? HOUR_MS * (1 - (n % 5) / 2) : 0;
    return { id: `e${String(n).padStart(3, "0")}`, receivedAt, time: receivedAt - off };
  });
  for (const { id, receivedAt, time } of events)
    await sql`insert into events (id, type, source, time, data, fingerprint, received_at)
      values (${id}, 't', 's', ${new Date(time)}, '{}', '', ${new Date(receivedAt)})`.execute(db);
  const own = withinProject(db, "main");
  for (const [from, until] of [
    ...[
      [0, 10],
      [10, 20],
      [20, 20.1],
      [59, 80],
      [-100, 0],
    ],
    ...[
      [undefined, 30],
      [30, undefined],
      [-30, -20],
    ],
  ] as const)
    for (const backward of [false, true])
      for (const limit of [5, 1_000]) {
        const moment = (hours: number | undefined) =>
          hours === undefined ? undefined : new Date(START + hours * HOUR_MS);
        const filter = { happenedAfter: moment(from), happenedBefore: moment(until) };
        const wanted = events
          .filter(
            ({ time }) =>
              (from === undefined || time >= START + from * HOUR_MS) &&
              (until === undefined || time < START + until * HOUR_MS),
          )
          .map(({ id }) => id);
        const expected = (backward ? wanted : wanted.toReversed()).slice(0, limit);
        const found = await listEvents(own, filter, { limit, backward });
        expect(found.map(({ id }) => id)).toEqual(expected);
      }
});
