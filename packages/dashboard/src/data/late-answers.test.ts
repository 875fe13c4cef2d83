import { expect, test, vi } from "vitest";
import { lateAnswers, watchAnswer } from "./late-answers.ts";

test("an answer that takes long counts as late until it is there, and a quick one never", async () => {
  const quick = watchAnswer();
  const slow = watchAnswer(1);
  await vi.waitUntil(() => lateAnswers.get() === 1);
  quick();
  expect(lateAnswers.get()).toBe(1);
  slow();
  slow();
  expect(lateAnswers.get()).toBe(0);
});
