import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  insertConnection,
  openDatabase,
  sealSecrets,
  findStepConnection,
  type Database,
  type StepConnectionRecord,
} from "@tempograph/db";
import { builtinPack } from "@tempograph/activities";
import { createEgressFetch, type ConnectionSession } from "@tempograph/nodes-sdk";
import { createKeyRing, type KeyRing } from "@tempograph/runtime";
import { createTestDatabase, type TestDatabase, waitFor } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CLIENT_SECRET, type OAuthServer, startOAuthServer } from "../../../activities/src/test-kit/oauth-server.ts";
import { keptCredentials } from "./kept-credentials.ts";

const KEY = Buffer.alloc(32, 7);
const master: KeyRing = createKeyRing("master keys", "test", {
  current: "k",
  keys: new Map([["k", { id: "k", secret: KEY }]]),
});
const type = builtinPack.connections!.find((each) => each.type === "oauth2.authorization_code")!;
const egress = createEgressFetch({ allow: ["127.0.0.1"] });
let database: TestDatabase;
let db: Database;
let server: OAuthServer;
let connection: StepConnectionRecord;
let fields: Record<string, unknown>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  server = await startOAuthServer();
  fields = type.fields.parse({
    authorizationUrl: `${server.issuer}/auth`,
    tokenUrl: `${server.issuer}/token`,
    clientId: "tempograph",
    clientSecret: CLIENT_SECRET,
    scope: "openid offline_access crm",
    parameters: { prompt: "consent" },
  });
});
afterAll(async () => {
  await Promise.all([db.destroy(), egress.close(), server.close()]);
  await database.drop();
});

let count = 0;
beforeEach(async () => {
  const place = { id: `con_${++count}`, project: "main" };
  const name = `crm-${count}`;
  const sealed = sealSecrets(master, place, { clientSecret: CLIENT_SECRET });
  await insertConnection(
    db,
    { ...place, name, type: type.type, createdBy: "owner" },
    { description: null, allowedHosts: null, usableBy: null },
    { fields: {}, secretFields: ["clientSecret"], ...sealed },
  );
  connection = (await findStepConnection(db, { project: "main" }, name))!;
});

interface Kept {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly renewAt: number;
}

/** An attempt in a worker of its own: the header that it would send. */
async function attempt(worker: Database = db, kept = keptCredentials(worker, master).of(connection)): Promise<string> {
  const request = { method: "GET", url: new URL("https://api.example"), headers: new Headers(), bodyIsStream: false };
  await type.authorize!(request, fields, sessionWith(kept));
  return request.headers.get("authorization")!.replace("Bearer ", "");
}

function sessionWith(kept: ConnectionSession["kept"]): ConnectionSession {
  return { fetch: egress, signal: new AbortController().signal, kept, conceal: () => undefined };
}

async function signIn(): Promise<void> {
  const kept = keptCredentials(db, master).of(connection);
  const answer = await server.signIn(type.signIn!.page(fields), "kim");
  await kept.renew(async () => await type.signIn!.finish(answer, fields, sessionWith(kept)));
}

const read = async () => (await keptCredentials(db, master).of(connection).read()) as unknown as Kept;
const expire = async () => {
  const kept = keptCredentials(db, master).of(connection);
  await kept.renew((tokens) => Promise.resolve({ ...tokens, renewAt: 0 }));
};
const problem = async () =>
  (
    await db
      .selectFrom("connection_tokens")
      .select("problem")
      .where("connection_id", "=", connection.id)
      .executeTakeFirst()
  )?.problem;
const refreshes = () => server.tokenRequests.filter((each) => each.get("grant_type") === "refresh_token").length;

test("several workers at once refresh once, and none of them loses a refresh token that rotates", async () => {
  await signIn();
  const workers = [1, 2, 3].map(() => openDatabase(database.url, { max: 3 }));
  const stores = workers.map((each) => keptCredentials(each, master));
  for (let round = 0; round < 4; round += 1) {
    const { refreshToken } = await read();
    const before = refreshes();
    await expire();
    const attempts = workers.flatMap((each, index) =>
      [1, 2, 3, 4].map(() => attempt(each, stores[index]!.of(connection))),
    );
    const tokens = await Promise.all(attempts);
    expect(new Set(tokens).size).toBe(1);
    expect(await server.isValid(tokens[0]!)).toBe(true);
    expect(refreshes() - before).toBe(1);
    expect((await read()).refreshToken).not.toBe(refreshToken);
  }
  await Promise.all(workers.map((each) => each.destroy()));
});

test("tokens are encrypted in their row", async () => {
  await signIn();
  const { accessToken, refreshToken } = await read();
  const { sealed } = await db
    .selectFrom("connection_tokens")
    .select("sealed")
    .where("connection_id", "=", connection.id)
    .executeTakeFirstOrThrow();
  for (const secret of [accessToken, refreshToken]) expect(sealed!.includes(secret)).toBe(false);
});

test("nobody has signed in: the attempt says what to do, and the connection is marked until somebody does", async () => {
  await expect(attempt()).rejects.toMatchObject({ code: "CONNECTION_SIGN_IN_NEEDED", retryable: false });
  expect(await problem()).toBe("CONNECTION_SIGN_IN_NEEDED");
  await signIn();
  expect(await problem()).toBeNull();
  expect(await server.isValid(await attempt())).toBe(true);
});

test("other credentials make what was obtained with the old ones unreadable", async () => {
  await signIn();
  const { dataKey, secrets } = sealSecrets(master, connection, { clientSecret: "other" });
  connection = { ...connection, dataKey, secrets };
  expect(await read()).toBeUndefined();
  await expect(attempt()).rejects.toMatchObject({ code: "CONNECTION_SIGN_IN_NEEDED" });
});

test("a transaction that Postgres ends after the answer loses nothing: the tokens are written by another connection", async () => {
  await signIn();
  await expire();
  const killing = keptCredentials(db, master, async (point) => {
    if (point !== "obtained") return;
    // The connection that holds the row's lock is the only one that is idle in a transaction.
    const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where state = 'idle in transaction' and datname = current_database()`.execute(db);
    expect(rows).toHaveLength(1);
  });
  const token = await attempt(db, killing.of(connection));
  expect(await server.isValid(token)).toBe(true);
  expect((await read()).accessToken).toBe(token);
  await expire();
  expect(await server.isValid(await attempt())).toBe(true);
});

/** A worker in a process of its own, which says when it has an answer, and then does nothing until it is killed. */
async function dyingWorker(): Promise<ChildProcess> {
  const child = fork(new URL("../test-kit/renewing-process.ts", import.meta.url), [], {
    execArgv: ["--conditions=@tempograph/source"],
    env: {
      ...process.env,
      RENEWING: JSON.stringify({ url: database.url, name: connection.name, key: KEY.toString("base64"), fields }),
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [message] = (await once(child, "message")) as [unknown];
  expect(message).toBe("obtained");
  return child;
}

test("a service that is away changes nothing: the next attempt asks with the same refresh token", async () => {
  await signIn();
  await expire();
  let asked = false;
  server.answerWith(() => {
    asked = true;
    return { status: 503, body: "" };
  });
  await expect(attempt()).rejects.toMatchObject({ code: "OAUTH_UNAVAILABLE", retryable: true });
  expect(asked).toBe(true);
  server.answerWith(undefined);
  expect(await problem()).toBeNull();
  expect(await server.isValid(await attempt())).toBe(true);
});

test("kill -9 between the answer and its storing: the lock is free at once, and the service decides what the old token is worth", async () => {
  await signIn();
  await expire();
  const child = await dyingWorker();
  const waiting = attempt().catch((error: unknown) => error);
  child.kill("SIGKILL");
  // This provider has no grace period: it takes the old refresh token for a stolen one.
  expect(await waiting).toMatchObject({ code: "CONNECTION_SIGN_IN_NEEDED", retryable: false });
  await waitFor(async () => (await problem()) === "CONNECTION_SIGN_IN_NEEDED");
  await signIn();
  expect(await server.isValid(await attempt())).toBe(true);
}, 60_000);
