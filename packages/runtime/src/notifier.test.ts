import { expect, test } from "vitest";
import { createNotifier } from "./notifier.ts";

const HOUR = 3_600_000;

test("a wake reaches only those who wait for its id", async () => {
  const notifier = createNotifier();
  const [a, again, b] = [notifier.wait("a", HOUR), notifier.wait("a", HOUR), notifier.wait("b", HOUR)];
  let woken = false;
  void b.woken.then(() => (woken = true));
  notifier.wake(["a", "c"]);
  await Promise.all([a.woken, again.woken]);
  expect(woken).toBe(false);
  for (const waiter of [a, again]) waiter.leave();
  notifier.wakeAll();
  await b.woken;
  b.leave();
});

test("waiting ends after the time-out and at `stop`", async () => {
  const notifier = createNotifier();
  const short = notifier.wait("a", 1);
  await short.woken;
  short.leave();
  const long = notifier.wait("a", HOUR);
  notifier.stop();
  await long.woken;
  long.leave();
  const late = notifier.wait("a", HOUR);
  await late.woken;
  late.leave();
  expect(notifier.stopped).toBe(true);
});
