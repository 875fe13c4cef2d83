import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const DATABASE_URL = "postgres://u:p@127.0.0.1/db";

test("the defaults are loopback, a free port, and Temporal on this machine", () => {
  const config = readConfig({ DATABASE_URL });
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 0,
    temporal: { namespace: "default", connection: { address: "127.0.0.1:7233" } },
  });
  expect(config.token).toBeUndefined();
});

test("the data folder is in HOME, or in the account's home folder if HOME is empty or relative", () => {
  expect(readConfig({ DATABASE_URL, HOME: "/home/kim" }).dataDir).toBe("/home/kim/.tempograph");
  for (const HOME of [undefined, "", "kim"])
    expect(readConfig({ DATABASE_URL, HOME }).dataDir).toBe(join(userInfo().homedir, ".tempograph"));
});

test.each([
  [{}, "DATABASE_URL"],
  [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL"],
  [{ DATABASE_URL, TEMPOGRAPH_API_PORT: "http" }, "TEMPOGRAPH_API_PORT"],
  [{ DATABASE_URL, TEMPOGRAPH_API_PORT: "70000" }, "TEMPOGRAPH_API_PORT"],
  [{ DATABASE_URL, TEMPOGRAPH_TOKEN: "short" }, "TEMPOGRAPH_TOKEN"],
  [{ DATABASE_URL, TEMPOGRAPH_TEMPORAL_UI_URL: "here" }, "TEMPOGRAPH_TEMPORAL_UI_URL"],
  [{ DATABASE_URL, TEMPOGRAPH_API_HOST: "0.0.0.0" }, "TEMPOGRAPH_API_EXPOSURE"],
  [{ DATABASE_URL, TEMPOGRAPH_API_EXPOSURE: "yes" }, "TEMPOGRAPH_API_EXPOSURE"],
  [{ DATABASE_URL, TEMPOGRAPH_LIMIT_WRONG_TOKENS: "-1" }, "TEMPOGRAPH_LIMIT_WRONG_TOKENS"],
])("%j is refused, named, and never printed back", (env, name) => {
  expect(() => readConfig(env)).toThrow(name);
  expect(() => readConfig(env)).not.toThrow("short");
});

test("others may reach the API once the configuration says how, and limits can be changed and removed", () => {
  const env = { DATABASE_URL, TEMPOGRAPH_API_HOST: "0.0.0.0", TEMPOGRAPH_API_EXPOSURE: "behind-proxy" };
  expect(readConfig(env)).toMatchObject({ host: "0.0.0.0", exposure: "behind-proxy", limits: {} });
  const limits = { TEMPOGRAPH_LIMIT_REQUESTS: "off", TEMPOGRAPH_LIMIT_WRONG_TOKENS: "5" };
  expect(readConfig({ DATABASE_URL, ...limits }).limits).toEqual({ requests: Infinity, wrongTokens: 5 });
});
