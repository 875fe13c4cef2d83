import { expect, test } from "vitest";
import { AnswerBody } from "./answer-body.ts";

test("a sender waits while much of its body is not read", async () => {
  const flow: string[] = [];
  const body = new AnswerBody({
    ...{ aborted: false, paused: false, reason: null },
    abort: () => flow.push("abort"),
    pause: () => flow.push("pause"),
    resume: () => flow.push("resume"),
  });
  body.push(new Uint8Array(60_000));
  expect(flow).toEqual([]);
  body.push(new Uint8Array(60_000));
  expect(flow).toEqual(["pause"]);
  expect(await body.next()).toHaveLength(60_000);
  expect(flow).toEqual(["pause", "resume"]);
  body.cancel();
  expect(flow.at(-1)).toBe("abort");
  await expect(body.next()).rejects.toThrow("given up");
});
