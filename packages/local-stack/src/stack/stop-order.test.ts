import { expect, test } from "vitest";
import { StopOrder } from "./stop-order.ts";

test("programs end before servers, the lock goes last, and each is stopped once", async () => {
  const order = new StopOrder();
  const stopped: string[] = [];
  const keep = (tier: "programs" | "servers" | "lock", name: string): Promise<string> =>
    order.keep(tier, Promise.resolve(name), (it) => void stopped.push(it));
  await keep("lock", "lock");
  await keep("servers", "postgres");
  await keep("programs", "api");
  await Promise.all([order.stopAll(), order.stopAll()]);
  expect(stopped).toEqual(["api", "postgres", "lock"]);
});

test("a part that is still starting is awaited and then stopped; a failed start has nothing to stop", async () => {
  const order = new StopOrder();
  const stopped: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  const slow = order.keep("servers", promise, (it) => void stopped.push(it));
  const failing = order.keep("servers", Promise.reject<string>(new Error("no")), (it) => void stopped.push(it));
  await expect(failing).rejects.toThrow("no");
  const end = order.stopAll();
  resolve("temporal");
  await end;
  await slow;
  expect(stopped).toEqual(["temporal"]);
});

test("a failed stop does not prevent the others and is thrown at the end", async () => {
  const order = new StopOrder();
  const stopped: string[] = [];
  await order.keep("programs", Promise.resolve("api"), () => Promise.reject(new Error("stuck")));
  await order.keep("lock", Promise.resolve("lock"), (it) => void stopped.push(it));
  await expect(order.stopAll()).rejects.toThrow("stuck");
  expect(stopped).toEqual(["lock"]);
});
