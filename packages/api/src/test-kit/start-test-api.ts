import {
  insertProject,
  jsonb,
  newId,
  notifyUpdates,
  openDatabase,
  type Database,
  type ExecutionStatus,
  type PayloadKeySettings,
  type MasterKeySource,
} from "@tempograph/db";
import { createTestDatabase, freePort } from "@tempograph/testing";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RateLimits } from "../http/rate-limits.ts";
import type { SignInConfig } from "../sign-in/sign-in-config.ts";
import { startApi } from "../start-api.ts";
import { nodeTypes } from "./node-types.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is what the test is about
  readonly body: any;
}

export type TestApi = Awaited<ReturnType<typeof startTestApi>>;

export interface TestApiOptions {
  readonly temporalAddress?: string;
  readonly namespace?: string;
  /** The roles of further tokens, by the token's name. `kim@billing` is a token of the project `billing`, which is created unless it is called `later`. */
  readonly tokens?: Readonly<Record<string, readonly string[]>>;
  readonly steerTimeoutMs?: number;
  readonly payloadKeys?: PayloadKeySettings;
  /** Default: a file of its own. */
  readonly masterKeys?: MasterKeySource;
  /** Lets people sign in. */
  readonly signIn?: Pick<SignInConfig, "issuer" | "rulesFile">;
  /** Limits of requests. Default: none, because a test sends many. */
  readonly limits?: Partial<RateLimits>;
  readonly patienceMs?: number;
  /** An existing database, which is not dropped at the end. */
  readonly databaseUrl?: string;
}

/** Starts an API that listens on a port, with a database of its own. Temporal is down unless an address is given. */
export async function startTestApi(options: TestApiOptions = {}) {
  const database =
    options.databaseUrl === undefined
      ? await createTestDatabase()
      : { url: options.databaseUrl, drop: () => Promise.resolve() };
  const dataDir = await mkdtemp(join(tmpdir(), "tempograph-api-"));
  const db = openDatabase(database.url);
  for (const manifest of nodeTypes)
    await db
      .insertInto("node_types")
      .values({ type: manifest.type, manifest: jsonb(manifest) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const token = `test_${randomBytes(16).toString("hex")}`;
  const tokensFile = join(dataDir, "tokens.json");
  const tokens = Object.entries(options.tokens ?? {}).map(([name, roles]) => ({
    name,
    roles,
    project: projectOfToken(name),
    tokenSha256: createHash("sha256").update(`${token}_${name}`).digest("hex"),
  }));
  for (const { project } of tokens) if (project !== "later") await insertProject(db, { id: project, name: project });
  await writeFile(tokensFile, JSON.stringify(tokens), { mode: 0o600 });
  // The provider has to know the API's URL before it starts.
  const port = options.signIn === undefined ? 0 : await freePort();
  const api = await startApi({
    databaseUrl: database.url,
    temporal: {
      namespace: options.namespace ?? "default",
      connection: { address: options.temporalAddress ?? "127.0.0.1:1" },
    },
    temporalUiUrl: "http://127.0.0.1:8233",
    token,
    tokensFile,
    steerTimeoutMs: options.steerTimeoutMs,
    patienceMs: options.patienceMs,
    payloadKeys: options.payloadKeys,
    masterKeys: options.masterKeys,
    limits: { requests: Infinity, anonymous: Infinity, wrongTokens: Infinity, refusals: Infinity, ...options.limits },
    dataDir,
    host: "127.0.0.1",
    port,
    signIn: options.signIn && {
      ...options.signIn,
      clientId: "tempograph",
      clientSecret: "provider-secret",
      publicUrl: `http://127.0.0.1:${String(port)}`,
      nameClaim: "email",
    },
    logLevel: "silent",
  });

  async function request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(api.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text,
    };
  }

  return {
    url: api.url,
    databaseUrl: database.url,
    token,
    db,
    request,
    graphql: (query: string, variables: Record<string, unknown> = {}) =>
      request("POST", "/graphql", { query, variables }),
    /** The same requests with a different token. */
    as(name: string) {
      const authorization = { authorization: `Bearer ${token}_${name}` };
      return {
        request: (method: string, path: string, body?: unknown) => request(method, path, body, authorization),
        graphql: (query: string, variables: Record<string, unknown> = {}) =>
          request("POST", "/graphql", { query, variables }, authorization),
      };
    },
    /** Stops the API and keeps the database for another one. */
    end: () => api.stop(),
    async stop() {
      await api.stop();
      await db.destroy();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function projectOfToken(name: string): string {
  return name.split("@")[1] ?? "main";
}

/** Counts the rows of each kind. Equal counts before and after a request show that nothing was changed. */
export async function countRows(db: Database): Promise<unknown> {
  const count = async (table: "workflows" | "workflow_versions" | "events" | "executions") =>
    (
      await db
        .selectFrom(table)
        .select((e) => e.fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow()
    ).n;
  return {
    workflows: await count("workflows"),
    versions: await count("workflow_versions"),
    events: await count("events"),
    executions: await count("executions"),
    triggerSets: await db.selectFrom("trigger_sets").selectAll().execute(),
  };
}

/** Writes the row of an execution as the dispatcher does. */
export async function insertExecution(
  db: Database,
  workflowId: string,
  fields: { readonly status?: ExecutionStatus; readonly leased?: boolean } = {},
): Promise<string> {
  const event = newId("evt");
  await db
    .insertInto("events")
    .values({ id: event, type: "t", source: "s", time: new Date(), data: jsonb({}), fingerprint: "f" })
    .execute();
  const id = newId("exe");
  await db
    .insertInto("executions")
    .values({
      id,
      workflow_id: workflowId,
      workflow_version: 1,
      event_id: event,
      trigger_id: "trigger0",
      status: fields.status ?? "running",
      start_lease_until: fields.leased === true ? new Date(Date.now() + 60_000) : null,
    })
    .execute();
  return id;
}

/** Writes an update as the mirror does: cursor, row and notification in one transaction. */
export async function insertUpdate(
  db: Database,
  executionId: string,
  update: {
    readonly kind: "status" | "step" | "log";
    readonly key: string;
    readonly path?: string;
    readonly body: unknown;
    readonly status?: "completed";
  },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { update_seq } = await tx
      .updateTable("executions")
      .set((e) => ({ update_seq: e("update_seq", "+", 1), ...(update.status && { status: update.status }) }))
      .where("id", "=", executionId)
      .returning("update_seq")
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("execution_updates")
      .values({
        execution_id: executionId,
        seq: update_seq,
        key: update.key,
        kind: update.kind,
        path: update.path ?? null,
        body: jsonb(update.body),
        at: new Date(),
      })
      .execute();
    await notifyUpdates(tx, [executionId]);
  });
}
