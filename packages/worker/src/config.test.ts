import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workerConfig } from "./config.ts";

const REQUIRED = { DATABASE_URL: "postgres://u:p@127.0.0.1/db", TEMPORAL_ADDRESS: "127.0.0.1:7233" };

// The same as in packages/api/src/config.test.ts.
test("the data folder is the API's, so that both have the same master keys where nobody names a folder", () => {
  expect(workerConfig({ ...REQUIRED, HOME: "/home/kim" }, "/srv").dataDir).toBe("/home/kim/.tempograph");
  for (const HOME of [undefined, "", "kim"])
    expect(workerConfig({ ...REQUIRED, HOME }, "/srv").dataDir).toBe(join(userInfo().homedir, ".tempograph"));
  expect(workerConfig({ ...REQUIRED, TEMPOGRAPH_DATA_DIR: "data" }, "/srv").dataDir).toBe("/srv/data");
  expect(workerConfig({ ...REQUIRED, TEMPOGRAPH_DATA_DIR: "data" }, "/srv").cacheDir).toBeUndefined();
  expect(workerConfig({ ...REQUIRED, TEMPOGRAPH_CACHE_DIR: "../cache" }, "/srv").cacheDir).toBe("/cache");
});

test("a worker deployment has a name without a dot, and a build belongs to one", () => {
  expect(workerConfig(REQUIRED).deployment).toBeUndefined();
  const named = { ...REQUIRED, TEMPOGRAPH_WORKER_DEPLOYMENT: "tempograph" };
  expect(workerConfig(named).deployment).toEqual({ name: "tempograph" });
  expect(workerConfig({ ...named, TEMPOGRAPH_WORKER_BUILD_ID: "1.5.0" }).deployment).toEqual({
    name: "tempograph",
    buildId: "1.5.0",
  });
  expect(() => workerConfig({ ...REQUIRED, TEMPOGRAPH_WORKER_DEPLOYMENT: "a.b" })).toThrow(
    "TEMPOGRAPH_WORKER_DEPLOYMENT",
  );
  for (const wrong of ["a b", "ü", "x".repeat(129)])
    expect(() => workerConfig({ ...named, TEMPOGRAPH_WORKER_BUILD_ID: wrong })).toThrow("TEMPOGRAPH_WORKER_BUILD_ID");
  expect(() => workerConfig({ ...REQUIRED, TEMPOGRAPH_WORKER_BUILD_ID: "1" })).toThrow("TEMPOGRAPH_WORKER_DEPLOYMENT");
});
