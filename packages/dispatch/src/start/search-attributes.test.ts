import { GrpcStatus } from "@tempograph/runtime";
import { afterEach, expect, test, vi } from "vitest";
import { registerSearchAttributes } from "./search-attributes.ts";

afterEach(() => vi.useRealTimers());

const never = () => new Promise<never>(() => undefined);

/** A Temporal that gives these answers, or none: then the deadline of the call ends it, if it has one. */
async function register(answers: Partial<Record<"list" | "add" | "query", () => Promise<unknown>>>) {
  vi.useFakeTimers();
  const from = Date.now();
  const {
    list = () => Promise.resolve({ customAttributes: {} }),
    add = () => Promise.resolve({}),
    query = add,
  } = answers;
  const logged: string[] = [];
  const services = {
    operatorService: { listSearchAttributes: list, addSearchAttributes: add },
    workflowService: { countWorkflowExecutions: query },
    withDeadline: (until: number, call: () => Promise<unknown>) =>
      Promise.race([
        call(),
        new Promise((_, reject) =>
          setTimeout(
            () => reject(Object.assign(new Error("late"), { code: GrpcStatus.DEADLINE_EXCEEDED })),
            Math.max(0, until - Date.now()),
          ),
        ),
      ]),
  };
  const registering = registerSearchAttributes(services as never, "default", {
    warn: (_, message) => void logged.push(message),
  });
  let use: Awaited<typeof registering> | undefined;
  let tookMs: number | undefined;
  void registering.then((answer) => ([use, tookMs] = [answer, Date.now() - from]));
  await vi.advanceTimersByTimeAsync(60_000);
  return { use: use!, tookMs, logged };
}

test.each([
  ["that lists them", { list: never }],
  ["that adds them", { add: never }],
])(
  "a Temporal without an answer to the call %s does not keep a worker from its work; it is tried with them later",
  async (_, answers) => {
    const { use, tookMs, logged } = await register(answers);
    expect(tookMs).toBeLessThanOrEqual(6_000);
    expect(logged).toEqual([
      "Search attributes cannot be registered in time; executions start without them for a minute",
    ]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(use.isUsable()).toBe(true);
  },
);

test("nor does one that does not learn of them; a worker that may not register them starts executions without", async () => {
  const known = await register({ query: never });
  expect(known).toMatchObject({ logged: [] });
  expect(known.tookMs).toBeLessThanOrEqual(6_000);
  const refused = await register({
    list: () => Promise.reject(Object.assign(new Error("No."), { code: GrpcStatus.UNIMPLEMENTED })),
  });
  await vi.advanceTimersByTimeAsync(100_000);
  expect(refused.use.isUsable()).toBe(false);
});
