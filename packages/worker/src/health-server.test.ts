import { createWakeLoop, stillLoops } from "@tempograph/runtime";
import { expect, onTestFinished, test } from "vitest";
import { startHealthServer } from "./health-server.ts";

async function served(isRunning: () => boolean) {
  const server = await startHealthServer({ host: "127.0.0.1", port: 0, isRunning, stillLoops });
  onTestFinished(() => server.stop());
  return async (path: string) => {
    const response = await fetch(new URL(path, server.url));
    return { status: response.status, body: response.status === 404 ? null : await response.json() };
  };
}

test("health says whether the worker polls, and whether it lives", async () => {
  let running = false;
  const get = await served(() => running);
  expect(await get("/health")).toEqual({ status: 503, body: { status: "starting or stopping" } });
  expect(await get("/live")).toEqual({ status: 200, body: { status: "ok" } });
  running = true;
  expect(await get("/health")).toEqual({ status: 200, body: { status: "ok" } });
  expect((await get("/else")).status).toBe(404);
});

test("health names the loop that stands still, and is well again when a round succeeds", async () => {
  const get = await served(() => true);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const said = Promise.withResolvers<void>();
  const loop = createWakeLoop({
    ...{ name: "stuck", pollMs: 60_000, mostMs: 5, onError: () => said.resolve(), work: () => promise },
  });
  loop.start();
  onTestFinished(() => loop.stop());
  await said.promise;
  await expect
    .poll(() => get("/health"))
    .toEqual({
      status: 503,
      body: { status: "loops stand still", loops: [{ name: "stuck", since: expect.stringMatching(/^20\d\d-/) }] },
    });
  expect((await get("/live")).status).toBe(200);
  resolve(false);
  await expect.poll(async () => (await get("/health")).status).toBe(200);
});
