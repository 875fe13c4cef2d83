import { afterAll, beforeAll, expect, test } from "vitest";
import { accountFor } from "./account-for.ts";
import { startLoad } from "./load.ts";
import { hasReleased, installReleased, released, thisRelease, type Release } from "./release.ts";
import { startCluster, type Cluster } from "./start-cluster.ts";
import type { Program } from "./start-program.ts";

// The order of docs/guide/production.md: the API first, whose first process brings the schema up to date, then the workers, one by one. At each
// stage events pass, so that each release serves with the schema and the processes of the other one.

let cluster: Cluster;
let former: Release;
const possible = hasReleased();
beforeAll(async () => {
  if (!possible) return;
  former = installReleased();
  cluster = await startCluster();
}, 120_000);
afterAll(() => cluster?.stop());

test.skipIf(!possible)(
  `an upgrade from ${released.version} to this release under load loses nothing and doubles nothing${possible ? "" : ` (skipped: this clone has no commit ${released.commit})`}`,
  async () => {
    const [oldApi, oldWorker] = await Promise.all([cluster.startApi(former), cluster.startWorker(former)]);
    const [otherOldApi, otherOldWorker] = await Promise.all([cluster.startApi(former), cluster.startWorker(former)]);
    const apis = new Set<Program>([oldApi, otherOldApi]);
    const load = await startLoad(cluster, apis);
    const replace = async (before: Program, after: Program) => {
      if (apis.delete(before)) apis.add(after);
      before.terminate();
      expect(await before.exited).toEqual({ code: 0, signal: null });
    };
    await load.pass(15);

    // Migrates. Both releases of the API serve, and the workers are those of the former release.
    const newApi = await cluster.startApi(thisRelease);
    apis.add(newApi);
    await load.pass(15);

    const newWorker = await cluster.startWorker(thisRelease);
    await load.pass(15);
    await replace(oldWorker, newWorker);
    // An older API beside newer and older workers.
    await load.pass(15);
    await replace(otherOldWorker, newWorker);
    // An older API with newer workers alone.
    await load.pass(15);

    await replace(oldApi, newApi);
    await replace(otherOldApi, newApi);
    await load.pass(10);
    await load.stop();
    await accountFor(cluster, load);
    // Every process ended in order, so that no step had to be repeated.
    expect(cluster.echo.repeats()).toBe(0);
  },
  180_000,
);
