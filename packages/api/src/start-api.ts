import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import {
  createAuditLog,
  createPayloadCodec,
  forEveryProject,
  forProject,
  loadPayloadKeys,
  loadMasterKeys,
  openApplicationDatabase,
  sweepSignIns,
  watchPool,
} from "@tempograph/db";
import { createLiveTriggers, ingestEvents } from "@tempograph/dispatch";
import {
  createLogger,
  createWakeLoop,
  isLoopback,
  loadKeyRing,
  startMetricsServer,
  watchGauges,
  workEndsWithin,
  type KeyRing,
  type Logger,
} from "@tempograph/runtime";
import { storedTokens } from "./access/stored-tokens.ts";
import type { AppDeps, DepsOf } from "./app/app-deps.ts";
import { createBulkRunner } from "./app/bulk/bulk-runner.ts";
import { backlogGauges } from "./app/backlog-gauges.ts";
import { createPayloadAccess } from "./app/payload-access.ts";
import { createQuota } from "./app/quota.ts";
import { createSearches } from "./app/searches.ts";
import { connectSupervisor } from "./app/supervisor.ts";
import { createCompute } from "./compute/compute.ts";
import type { ApiConfig } from "./config.ts";
import { dashboardFiles } from "./dashboard/dashboard-files.ts";
import { registerDashboard } from "./dashboard/register-dashboard.ts";
import { createAuth } from "./http/auth.ts";
import { readToken } from "./http/read-token.ts";
import { createAnswerWaits } from "./hooks/answer-waits.ts";
import { createHookLimits } from "./hooks/hook-limits.ts";
import { createHookRefusals } from "./hooks/hook-refusals.ts";
import { registerHooks } from "./hooks/register-hooks.ts";
import { createLimiter, DEFAULT_LIMITS } from "./http/rate-limits.ts";
import { createServer } from "./http/create-server.ts";
import { openLiveUpdates } from "./live/live-updates.ts";
import { knownProjects } from "./app/known-projects.ts";
import { bulkActions } from "./operations/bulk/bulk-actions.ts";
import { registerOAuth } from "./sign-in/register-oauth.ts";
import { registerSessions } from "./sign-in/register-sessions.ts";
import { registerSignIn } from "./sign-in/register-sign-in.ts";
import { storedSessions } from "./sign-in/sessions.ts";
import { readSignInRules } from "./sign-in/sign-in-rules.ts";
import { connectNodeRunner } from "./temporal/connect-node-runner.ts";
import { assertOurTemporal } from "./temporal/assert-our-temporal.ts";
import { connectTemporal } from "./temporal/connect-temporal.ts";
import { createOperationSigner } from "./temporal/operation-signer.ts";

export interface RunningApi {
  /** The URL, such as `http://127.0.0.1:43210`, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Where its metrics are served; undefined if they are not. */
  readonly metricsUrl: string | undefined;
  /** Ends subscriptions, waits for the requests under way, and closes all connections. */
  stop(): Promise<void>;
}

/** Migrates the database and serves the API. Throws if Postgres cannot be reached; Temporal may be down. */
export async function startApi(config: ApiConfig): Promise<RunningApi> {
  const log = createLogger({ service: "tempograph-api", level: config.logLevel });
  const keys = await loadPayloadKeys(config.payloadKeys, (error) =>
    log.error({ err: error }, "The changed payload keys cannot be used; the known keys stay valid"),
  );
  const token = config.token ?? (await readToken(config.dataDir));
  // Say at the start what is wrong with the file, and not to the first person who signs in.
  if (config.signIn !== undefined) await readSignInRules(config.signIn.rulesFile);
  const masterKeys = await loadMasterKeys(config.masterKeys ?? {}, config.dataDir, (error) =>
    log.error({ err: error }, "The master keys cannot be used; the known ones stay valid"),
  );
  const { db, sqlForAdministrator } = await openApplicationDatabase(config.databaseUrl, {
    part: "api",
    migrationUrl: config.migrationDatabaseUrl,
    applicationName: "tempograph api",
    onIdleError: (error) => log.warn({ err: error }, "A database connection broke"),
  });
  if (sqlForAdministrator !== undefined)
    log.warn(
      { sql: sqlForAdministrator },
      "Projects are kept apart by queries alone: the database's user may not make the roles for row-level security. An administrator can run this SQL; the next start does the rest",
    );
  const everyProject = forEveryProject(db);
  const unwatch = [watchPool(db), watchGauges(() => backlogGauges(everyProject))];
  const sessions = storedSessions(everyProject, config);
  const auth = await createAuth({
    token,
    tokensFile: config.tokensFile,
    stored: storedTokens(everyProject, (error) => log.warn({ err: error }, "A token's last use could not be written")),
    sessions,
    onError: (error) => log.error({ err: error }, "The file of tokens cannot be used; the known tokens stay valid"),
  }).catch(async (error: unknown) => {
    await db.destroy();
    throw error;
  });
  const signer = await signingKeys(config, log)
    .then((ring) => createOperationSigner(everyProject, ring))
    .catch(async (error: unknown) => {
      await db.destroy();
      throw error;
    });
  const payloadCodec = createPayloadCodec({ db: everyProject, keys, cacheBytes: 16 * 1024 * 1024 });
  const temporalServer = { server: config.temporal, payloadCodec };
  const temporal = connectTemporal({ ...temporalServer, signer, steerTimeoutMs: config.steerTimeoutMs });
  await assertOurTemporal(db, temporal, config.acceptTemporal).catch(async (error: unknown) => {
    await temporal.close();
    await db.destroy();
    throw error;
  });
  const nodes = connectNodeRunner({ ...temporalServer, signer, taskQueue: config.taskQueue ?? "tempograph" });
  const live = openLiveUpdates({
    databaseUrl: config.databaseUrl,
    onError: (error) => log.warn({ err: error }, "live updates"),
  });
  const limiter = createLimiter({ ...DEFAULT_LIMITS, ...config.limits }, log);
  const compute = createCompute(undefined, limiter);
  const searches = createSearches(limiter);
  let listensAt: string | undefined;
  // On loopback browsers of this machine reach the API where it listens.
  const publicUrl = () => config.publicUrl ?? (isLoopback(config.host) ? listensAt : undefined);
  const liveTriggers = createLiveTriggers();
  const supervisor = config.supervised === true ? connectSupervisor() : undefined;
  const depsOf = keptByProject((project): AppDeps => {
    const own = forProject(db, project);
    return {
      project,
      db: own,
      liveTriggers,
      audit: createAuditLog(own),
      quota: createQuota(own, project, limiter),
      events: (events) =>
        ingestEvents(
          own,
          events.map((event) => ({ ...event, project })),
        ),
      temporal,
      nodes,
      payloads: createPayloadAccess(own, keys),
      masterKeys,
      publicUrl,
      live: live.of(own),
      compute,
      searches,
      limiter,
      bulk: { wake: () => bulk.wake() },
      supervisor,
      namespace: config.temporal.namespace,
      temporalUiUrl: config.temporalUiUrl,
    };
  });
  const bulk = createBulkRunner({ db: everyProject, depsOf, actions: bulkActions, log });
  const waits = createAnswerWaits({ db: everyProject, databaseUrl: config.databaseUrl, log });
  const refusals = createHookRefusals((project) => depsOf(project).db, log);
  const hooks = registerHooks({ db, depsOf, masterKeys, limiter, limits: createHookLimits(), refusals, waits, log });
  const sweep = createWakeLoop({
    name: "delete sign-ins that have expired",
    pollMs: SWEEP_MS,
    onError: (error) =>
      log.warn({ err: error }, "Sign-ins that have expired could not be deleted; they are tried again"),
    work: () => sweepSignIns(everyProject).then(() => false),
  });
  const release = async (): Promise<void> => {
    dashboard.stop();
    for (const end of unwatch) end();
    await Promise.all([bulk.stop(), sweep.stop(), waits.stop(), refusals.stop()]);
    await Promise.allSettled([compute.stop(), live.stop(), temporal.close(), nodes.close()]);
    await db.destroy();
  };
  const hasProject = knownProjects(everyProject);
  const signIn = config.signIn && registerSignIn({ config: config.signIn, sessions, depsOf, hasProject, log });
  const hasProvider = config.signIn !== undefined;
  const dashboard = dashboardFiles(config.dashboardDir, log);
  const oauth = registerOAuth({ db: everyProject, masterKeys, depsOf, publicUrl, auth, log });
  const { host, exposure } = config;
  const { temporalUiUrl } = config;
  const server = await createServer({
    depsOf,
    hasProject,
    limiter,
    auth,
    log,
    signIn,
    sessions: registerSessions({ sessions, auth, depsOf, limiter, exposure, hasProvider, log }),
    dashboard: registerDashboard(dashboard),
    oauth,
    hooks,
    host,
    exposure,
    temporalUiUrl,
    patienceMs: config.patienceMs,
  });
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    const metrics =
      config.metrics && (await startMetricsServer({ settings: config.metrics, part: "api", logger: log }));
    listensAt = url;
    bulk.start();
    sweep.start();
    log.info({ url }, "The API listens");
    return {
      url,
      token,
      metricsUrl: metrics?.url,
      async stop() {
        await metrics?.stop();
        // End subscriptions first, because they would keep their connections open forever. Senders who wait get 202.
        await Promise.all([live.stop(), waits.stop()]);
        await closeServer(server, workEndsWithin(config.shutdownMs));
        await release();
      },
    };
  } catch (error) {
    await server.close();
    await release();
    throw error;
  }
}

/** The keys with which operations are signed. Without a setting the first start makes them. */
async function signingKeys({ signingKeysFile, dataDir }: ApiConfig, log: Logger): Promise<KeyRing> {
  return await loadKeyRing({
    purpose: "signing keys",
    file: signingKeysFile ?? join(dataDir, "signing-keys.json"),
    make: signingKeysFile === undefined,
    onError: (error) => log.error({ err: error }, "The signing keys cannot be used; the known ones stay valid"),
  });
}

/** Callers of one project share what their operations need, so that their events go into shared transactions. */
function keptByProject(make: DepsOf): DepsOf {
  const made = new Map<string, AppDeps>();
  return (project) => {
    const known = made.get(project) ?? make(project);
    made.set(project, known);
    return known;
  };
}

/** How long a row of a sign-in that has expired may stay. It counts no longer as soon as it has expired. */
const SWEEP_MS = 600_000;

/** Accepts no new connection, waits for the requests under way, and closes connections that clients keep open without using them. */
async function closeServer(server: FastifyInstance, withinMs: number): Promise<void> {
  const idle = setInterval(() => server.server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.server.closeAllConnections(), withinMs);
  try {
    await server.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
