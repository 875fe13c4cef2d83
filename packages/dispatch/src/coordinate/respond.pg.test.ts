import { findHookAnswers, insertHookWait } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { respond, type AnswerToSend } from "./respond.ts";

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
});
afterAll(() => world.end());

/** An execution, and the event that started it. Its sender waits so many seconds, or not at all. */
async function asked(seconds?: number): Promise<{ readonly executionId: string; readonly eventId: string }> {
  const executionId = await world.execution();
  const { event_id: eventId } = await world.db
    .selectFrom("executions")
    .select("event_id")
    .where("id", "=", executionId)
    .executeTakeFirstOrThrow();
  if (seconds !== undefined)
    await insertHookWait(world.db, { eventId, project: "main", until: new Date(Date.now() + seconds * 1_000) });
  return { executionId, eventId };
}

const answer = (more: Partial<AnswerToSend> = {}): AnswerToSend => ({
  ...{ status: 201, headers: { "X-Order": "7" }, body: { ok: true }, whenNobodyWaits: "fail" },
  ...more,
});

test("I5: the answer is stored once, whatever attempts the step needs", async () => {
  const { executionId, eventId } = await asked(60);
  const step = stepOf(executionId, "answer");
  expect(await Promise.all([1, 2, 3].map(() => respond(world, step, answer())))).toEqual([
    { sent: true },
    { sent: true },
    { sent: true },
  ]);
  expect(await findHookAnswers(world.db, [eventId])).toEqual([
    { eventId, status: 201, headers: { "X-Order": "7" }, body: { ok: true } },
  ]);
});

test("of two steps one answers, and the other says so or goes on", async () => {
  const { executionId, eventId } = await asked(60);
  await respond(world, stepOf(executionId, "a"), answer());
  await expect(respond(world, stepOf(executionId, "b"), answer({ status: 500 }))).rejects.toMatchObject({
    ...{ code: "ALREADY_ANSWERED", retryable: false },
  });
  expect(await respond(world, stepOf(executionId, "c"), answer({ whenNobodyWaits: "skip" }))).toEqual({
    ...{ sent: false, reason: "answered" },
  });
  expect(await findHookAnswers(world.db, [eventId])).toMatchObject([{ status: 201 }]);
});

test("an answer after the time limit is no failure", async () => {
  const { executionId } = await asked(-1);
  expect(await respond(world, stepOf(executionId, "a"), answer())).toEqual({ sent: false, reason: "late" });
});

test("where nobody waits the step fails, unless it says that this is right", async () => {
  for (const executionId of [(await asked()).executionId, "tried-by-itself"]) {
    await expect(respond(world, stepOf(executionId, "a"), answer())).rejects.toMatchObject({ code: "NOBODY_WAITS" });
    expect(await respond(world, stepOf(executionId, "a"), answer({ whenNobodyWaits: "skip" }))).toEqual({
      ...{ sent: false, reason: "unasked" },
    });
  }
});

test.each([
  ["a cookie", { headers: { "Set-Cookie": "a=b" } }],
  ["a second header in a value", { headers: { "X-A": "b\r\nSet-Cookie: a=b" } }],
  ["a NUL", { body: "\u0000" }],
  ["more than 1 MiB", { body: "x".repeat(1024 * 1024) }],
])("%s cannot be answered", async (_, more) => {
  const { executionId, eventId } = await asked(60);
  await expect(respond(world, stepOf(executionId, "a"), answer(more))).rejects.toMatchObject({ code: "INPUT_INVALID" });
  expect(await findHookAnswers(world.db, [eventId])).toEqual([]);
});
