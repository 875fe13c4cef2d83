import { afterAll, beforeAll, expect, test } from "vitest";
import { accountFor } from "./account-for.ts";
import { startLoad } from "./load.ts";
import { thisRelease } from "./release.ts";
import { startCluster, type Cluster } from "./start-cluster.ts";
import type { Program } from "./start-program.ts";

// The set-up of docs/guide/production.md without its containers: two processes of the API and three workers, one Postgres, one Temporal.

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster?.stop());

test("events go through two APIs to three workers; one of each is killed, one of each ends in order, and nothing is lost or doubled", async () => {
  // The first process of each kind makes the keys and the bundle, which the others read.
  const [firstApi, firstWorker] = await Promise.all([cluster.startApi(thisRelease), cluster.startWorker(thisRelease)]);
  const [secondApi, secondWorker] = await Promise.all([
    cluster.startApi(thisRelease),
    cluster.startWorker(thisRelease),
    cluster.startWorker(thisRelease),
  ]);
  const apis = new Set<Program>([firstApi, secondApi]);
  const load = await startLoad(cluster, apis);
  await load.pass(20);

  secondWorker.terminate();
  expect(await secondWorker.exited).toEqual({ code: 0, signal: null });
  await load.pass(10);
  // A worker that ends in order lets its steps end: nothing had to be repeated.
  expect(cluster.echo.repeats()).toBe(0);

  await firstWorker.kill9();
  await secondApi.kill9();
  await load.pass(10);
  const thirdApi = await cluster.startApi(thisRelease);
  apis.delete(secondApi);
  apis.add(thirdApi);
  await load.pass(10);
  firstApi.terminate();
  expect(await firstApi.exited).toEqual({ code: 0, signal: null });
  apis.delete(firstApi);
  await load.pass(10);
  await load.stop();
  await accountFor(cluster, load);
}, 150_000);
