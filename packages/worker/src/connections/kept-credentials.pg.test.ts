import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  deleteConnection,
  findConnections,
  insertConnection,
  lockConnectionTokens,
  openDatabase,
  sealSecrets,
  findStepConnection,
  updateConnection,
  type Database,
  type StepConnectionRecord,
} from "@tempograph/db";
import { builtinPack } from "@tempograph/activities";
import { createEgressFetch, openConnection, permanent, type ConnectionSession } from "@tempograph/nodes-sdk";
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

/** The same as a step sees it, with the errors that it gets. */
async function authorize(worker: Database = db, kept = keptCredentials(worker, master).of(connection)): Promise<void> {
  const request = { method: "GET", url: new URL("https://api.example"), headers: new Headers(), bodyIsStream: false };
  await openConnection(type, { name: connection.name, fields }, sessionWith(kept)).step.authorize(request);
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
const stored = async () =>
  await db
    .selectFrom("connection_tokens")
    .select(["problem", "sealed"])
    .where("connection_id", "=", connection.id)
    .executeTakeFirst();
const problem = async () => (await stored())?.problem;
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

test("an access token that a service refuses is given up once by all workers, and renewed once", async () => {
  await signIn();
  const workers = [1, 2].map(() => openDatabase(database.url, { max: 3 }));
  const kept = workers.map((each) => keptCredentials(each, master).of(connection));
  const refused = await read();
  await server.revoke(refused.accessToken);
  const headers = new Headers({ authorization: `Bearer ${refused.accessToken}` });
  const request = { method: "GET", url: new URL("https://api.example"), headers, bodyIsStream: false };
  const before = refreshes();
  const tokens = await Promise.all(
    [...kept, ...kept].map(async (each, index) => {
      expect(await type.refused!(request, fields, sessionWith(each))).toBe(true);
      return await attempt(workers[index % 2]!, each);
    }),
  );
  expect(new Set(tokens).size).toBe(1);
  expect(await server.isValid(tokens[0]!)).toBe(true);
  expect(refreshes() - before).toBe(1);
  await Promise.all(workers.map((each) => each.destroy()));
});

test("tokens are encrypted in their row", async () => {
  await signIn();
  const { accessToken, refreshToken } = await read();
  const { sealed } = (await stored())!;
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
  const before = connection;
  const sealed = sealSecrets(master, connection, { clientSecret: CLIENT_SECRET });
  const rights = { description: null, allowedHosts: null, usableBy: null };
  const [row] = await findConnections(db, "main", "id", [connection.id]);
  await updateConnection(db, row!, "ada", rights, { fields: {}, secretFields: ["clientSecret"], ...sealed });
  connection = (await findStepConnection(db, { project: "main" }, connection.name))!;
  expect(await read()).toBeUndefined();
  await expect(attempt()).rejects.toMatchObject({ code: "CONNECTION_SIGN_IN_NEEDED" });
  await signIn();
  // An attempt that has read the old ones marks nothing and replaces nothing. Its next attempt reads the new ones.
  await expect(attempt(db, keptCredentials(db, master).of(before))).rejects.toMatchObject({
    code: "CONNECTION_UNAVAILABLE",
    retryable: true,
  });
  expect(await problem()).toBeNull();
  expect(await server.isValid(await attempt())).toBe(true);
});

test("a transaction that Postgres ends after the answer loses nothing: the tokens are written by another connection", async () => {
  await signIn();
  await expire();
  const killing = keptCredentials(db, master, {
    fault: async (point) => {
      if (point !== "obtained") return;
      // The connection that holds the row's lock is the only one that is idle in a transaction.
      const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where state = 'idle in transaction' and datname = current_database()`.execute(db);
      expect(rows).toHaveLength(1);
    },
  });
  const token = await attempt(db, killing.of(connection));
  expect(await server.isValid(token)).toBe(true);
  expect((await read()).accessToken).toBe(token);
  await expire();
  expect(await server.isValid(await attempt())).toBe(true);
});

test("tokens that another worker stored after the lock was lost are newer: they are kept, and used", async () => {
  await signIn();
  await expire();
  const other = keptCredentials(db, master).of(connection);
  const killing = keptCredentials(db, master, {
    fault: async (point) => {
      if (point !== "obtained") return;
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where state = 'idle in transaction' and datname = current_database()`.execute(db);
      await other.renew((tokens) => Promise.resolve({ ...tokens, accessToken: "newer", renewAt: Date.now() + 60_000 }));
    },
  });
  expect(await attempt(db, killing.of(connection))).toBe("newer");
  expect((await read()).accessToken).toBe("newer");
});

test("a sign-in that ends while another attempt is refused leaves no problem behind", async () => {
  let signingIn: Promise<unknown> | undefined;
  const refused = keptCredentials(db, master)
    .of(connection)
    .renew(async () => {
      const answer = Promise.resolve({ accessToken: "of the sign-in" });
      signingIn = keptCredentials(db, master)
        .of(connection)
        .renew(async () => await answer);
      await waitFor(async () => {
        const { rows } = await sql`select 1 from pg_stat_activity
          where wait_event_type = 'Lock' and datname = current_database()`.execute(db);
        return rows.length === 1;
      });
      throw permanent("CONNECTION_SIGN_IN_NEEDED", "Sign in.");
    });
  await expect(refused).rejects.toMatchObject({ code: "CONNECTION_SIGN_IN_NEEDED" });
  await signingIn;
  expect(await problem()).toBeNull();
});

test("while Postgres does not answer, or holds the lock for another worker, another attempt may find the tokens", async () => {
  await signIn();
  const gone = openDatabase("postgres://nobody@127.0.0.1:1/none", { max: 1 });
  const away = { code: "CONNECTION_UNAVAILABLE", retryable: true };
  await expect(authorize(gone)).rejects.toMatchObject(away);
  const unused = () => expect.fail("nothing is obtained without the lock");
  await expect(keptCredentials(gone, master).of(connection).renew(unused)).rejects.toMatchObject(away);
  await gone.destroy();
  await db.transaction().execute(async (trx) => {
    await lockConnectionTokens(trx, connection, 1_000);
    const impatient = keptCredentials(db, master, { lockWaitMs: 50 });
    await expect(impatient.of(connection).renew(unused)).rejects.toMatchObject(away);
  });
});

test("a master key that is missing is named, and another attempt may find it", async () => {
  await signIn();
  const other = createKeyRing("master keys", "test", {
    current: "x",
    keys: new Map([["x", { id: "x", secret: KEY }]]),
  });
  await expect(authorize(db, keptCredentials(db, other).of(connection))).rejects.toMatchObject({
    ...{ code: "CONNECTION_KEY_MISSING", retryable: true },
    details: { connection: connection.name, keyId: "k" },
  });
});

test("a connection that was deleted meanwhile is told so", async () => {
  await deleteConnection(db, connection);
  await expect(authorize()).rejects.toMatchObject({ code: "CONNECTION_UNKNOWN", retryable: false });
});

test("a worker that stops obtains nothing more, and waits for the renewal that is under way", async () => {
  await signIn();
  const kept = keptCredentials(db, master);
  let answer = (_: { accessToken: string }) => {};
  const begun = Promise.withResolvers<void>();
  const first = kept.of(connection).renew(async () => {
    begun.resolve();
    return await new Promise<{ accessToken: string }>((resolve) => (answer = resolve));
  });
  await begun.promise;
  const second = kept.of(connection).renew(() => expect.fail("begins after the stop"));
  const stopped = kept.stop();
  await expect(second).rejects.toMatchObject({ code: "CONNECTION_UNAVAILABLE", retryable: true });
  answer({ accessToken: "last" });
  await stopped;
  expect(await first).toEqual({ accessToken: "last" });
  expect((await read()).accessToken).toBe("last");
});

test("an attempt that ended does not wait for its turn any longer", async () => {
  const kept = keptCredentials(db, master);
  const held = Promise.withResolvers<{ accessToken: string }>();
  const first = kept.of(connection).renew(async () => await held.promise);
  const ended = new AbortController();
  const second = kept.of(connection, ended.signal).renew(() => expect.fail("its step has ended"));
  ended.abort(new Error("the step was cancelled"));
  await expect(second).rejects.toThrow("the step was cancelled");
  held.resolve({ accessToken: "a" });
  await first;
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
