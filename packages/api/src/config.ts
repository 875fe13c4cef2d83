import { resolve } from "node:path";
import { readMasterKeySource, readPayloadKeys, type MasterKeySource, type PayloadKeySettings } from "@tempograph/db";
import {
  isLoopback,
  readDataDir,
  readMetricsSettings,
  readShutdownMs,
  readTemporalServer,
  type MetricsSettings,
  type TemporalServer,
} from "@tempograph/runtime";
import { DEFAULT_LIMITS, type RateLimits } from "./http/rate-limits.ts";
import { readPublicUrl, readSessionMs, readSignInConfig, type SignInConfig } from "./sign-in/sign-in-config.ts";

/** The configuration of the API process. */
export interface ApiConfig {
  /** `postgres://…` */
  readonly databaseUrl: string;
  /** The same database as its owner reaches it, for migrations. Default: `databaseUrl`. */
  readonly migrationDatabaseUrl?: string | undefined;
  readonly temporal: TemporalServer;
  /** The keys with which payloads are encrypted before they go to Temporal. Default: they are not encrypted. */
  readonly payloadKeys?: PayloadKeySettings | undefined;
  /** The workers' task queue. Default `tempograph`. */
  readonly taskQueue?: string | undefined;
  /** The id of a namespace of Temporal that may take the place of the known one. */
  readonly acceptTemporal?: string | undefined;
  /** The URL of Temporal's Web UI. */
  readonly temporalUiUrl?: string | undefined;
  /** The first token. Default: the one in the file `<dataDir>/token`, which the first start makes. */
  readonly token?: string | undefined;
  /** The file of further tokens with their names and roles. */
  readonly tokensFile?: string | undefined;
  /** The file of the keys with which operations are signed. Default: `<dataDir>/signing-keys.json`, which the first start makes. */
  readonly signingKeysFile?: string | undefined;
  /** Where the master keys of connections come from. Default: the file `<dataDir>/keys/master-keys.json`, which the first start makes. */
  readonly masterKeys?: MasterKeySource | undefined;
  /** How long an operation on an execution waits for a worker's answer. Default 10,000. */
  readonly steerTimeoutMs?: number | undefined;
  /** How people sign in by OpenID Connect. Absent: they sign in with tokens. */
  readonly signIn?: SignInConfig | undefined;
  /** How long the session of somebody who signed in lasts. Default 12 hours. */
  readonly sessionMs?: number | undefined;
  /** The URL under which browsers reach the API, without a slash at the end. Default: where it listens, on loopback. */
  readonly publicUrl?: string | undefined;
  /** How long the process may take to end. Default: 25 s. */
  readonly shutdownMs?: number | undefined;
  readonly dataDir: string;
  /** The folder of the dashboard's built files. Default: they are built in this checkout when somebody first opens the dashboard. */
  readonly dashboardDir?: string | undefined;
  /** Default 127.0.0.1. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** How others reach the API. Needed for a host that is not loopback. */
  readonly exposure?: Exposure | undefined;
  /** Where metrics are served. Default: nowhere. */
  readonly metrics?: MetricsSettings | undefined;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<RateLimits> | undefined;
  /** Whether the parent process supervises the workers and takes messages: see `app/supervisor.ts`. */
  readonly supervised?: boolean | undefined;
  readonly logLevel?: string | undefined;
  /** How long a subscriber may leave unread what waits for it, in ms. Default 10,000. */
  readonly patienceMs?: number | undefined;
}

/**
 * `behind-proxy`: a proxy in front ends TLS, and its X-Forwarded-For says who calls. `plain-http`: clients reach the API itself,
 * and whoever is on the way between can read their tokens.
 */
export type Exposure = "behind-proxy" | "plain-http";

export const usage = `The Tempograph API: the dashboard at /app/, GraphQL at /graphql, GraphiQL at /graphiql, REST with its docs at /docs.

Usage: tempograph-api [--help] [--migrate]

--migrate brings the database's schema up to date and ends: a job before the first process of a release. It needs only the first two variables.

Environment:
  DATABASE_URL               postgres://… (required)
  TEMPOGRAPH_MIGRATION_DATABASE_URL
                             the same database as its owner, for migrations, where DATABASE_URL is a lesser user's
  TEMPORAL_ADDRESS           host:port of Temporal (default 127.0.0.1:7233)
  TEMPORAL_NAMESPACE         its namespace (default "default")
  TEMPORAL_TLS, TEMPORAL_TLS_SERVER_CA_CERT_PATH, TEMPORAL_TLS_SERVER_NAME, TEMPORAL_TLS_CLIENT_CERT_PATH,
  TEMPORAL_TLS_CLIENT_KEY_PATH, TEMPORAL_API_KEY
                             TLS, mTLS and API key of Temporal; default: not encrypted
  TEMPOGRAPH_PAYLOAD_KEYS_FILE, TEMPOGRAPH_PAYLOAD_KEYS_COMMAND
                             the keys that encrypt payloads in Temporal (default: not encrypted)
  TEMPOGRAPH_PAYLOAD_ENCRYPTION
                             off: these keys only decrypt (default on, where there are keys)
  TEMPOGRAPH_PAYLOAD_KEYS_MAKE
                             1 makes the file of keys at the first start
  TEMPOGRAPH_ACCEPT_TEMPORAL
                             the id of a namespace that takes the place of the one in which executions run
  TEMPOGRAPH_TASK_QUEUE      the workers' task queue (default "tempograph")
  TEMPOGRAPH_TEMPORAL_UI_URL where Temporal's Web UI is: for links, and its pages may call /codec
  TEMPOGRAPH_DASHBOARD_DIR   folder of the dashboard's built files (default: built in this checkout, when somebody first opens /app/)
  TEMPOGRAPH_DATA_DIR        folder of the token and the keys (default ~/.tempograph, as for workers)
  TEMPOGRAPH_TOKEN           the token (default: the one in that file, made at the first start)
  TEMPOGRAPH_TOKENS_FILE     further tokens: JSON list of { name, roles, tokenSha256 }, mode 0600 (default: none)
  TEMPOGRAPH_PUBLIC_URL      where browsers reach this API, for sign-ins for connections (default: where it listens, on loopback)
  TEMPOGRAPH_OIDC_ISSUER     sign-in of people by OpenID Connect: the provider's URL (default: none). With it:
    TEMPOGRAPH_PUBLIC_URL          required; the provider leads back to <it>/auth/callback
    TEMPOGRAPH_OIDC_CLIENT_ID      the id of this client at the provider (required)
    TEMPOGRAPH_OIDC_CLIENT_SECRET  its secret (default: none, a public client)
    TEMPOGRAPH_OIDC_RULES_FILE     JSON list of { claim, value, roles, project? } (required)
    TEMPOGRAPH_OIDC_NAME_CLAIM     the claim that is the caller's name (default "email")
  TEMPOGRAPH_SESSION_HOURS   how long the session of somebody who signed in lasts (default 12)
  TEMPOGRAPH_SIGNING_KEYS_FILE
                             keys that sign operations, the same for all API processes, mode 0600 (default: the file
                             "signing-keys.json" in that folder, made at the first start)
  TEMPOGRAPH_MASTER_KEY_FILE master keys of connections, the same for the workers, mode 0600 (default: the file
                             "keys/master-keys.json" in that folder, made at the first start)
  TEMPOGRAPH_MASTER_KEY_COMMAND
                             instead of the file: a command that prints what it would contain
  TEMPOGRAPH_API_HOST        address to listen on (default 127.0.0.1)
  TEMPOGRAPH_API_PORT        port to listen on (default 0: a free one)
  TEMPOGRAPH_API_EXPOSURE    needed for any other address than loopback: "behind-proxy" (a proxy ends TLS) or "plain-http"
  TEMPOGRAPH_LIMIT_REQUESTS  requests of a token in a minute (default 60000; "off": no limit)
  TEMPOGRAPH_LIMIT_ANONYMOUS requests without a token from an address in a minute (default 3000)
  TEMPOGRAPH_LIMIT_WRONG_TOKENS   wrong tokens from an address in a minute (default 60)
  TEMPOGRAPH_LIMIT_REFUSALS  attempts of a token in a minute at what its roles do not allow (default 300)
  TEMPOGRAPH_LIMIT_SOCKETS   open WebSockets of an address (default 200)
  TEMPOGRAPH_LIMIT_SUBSCRIPTIONS  open subscriptions of a token (default 300)
  TEMPOGRAPH_METRICS_PORT    serves GET /metrics for Prometheus at this port; 0 takes a free one (default: not served)
  TEMPOGRAPH_METRICS_HOST    (default 127.0.0.1); any other address than loopback needs the next
  TEMPOGRAPH_METRICS_TOKEN_FILE
                             the file of the token that Prometheus sends (default: none)
  OTEL_EXPORTER_OTLP_ENDPOINT
                             where traces go, by OTLP over HTTP (default: none are recorded). With it:
    OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, and OTEL_TRACES_SAMPLER_ARG, the
    part of the traces that begin here and are recorded (0 to 1, default 1)
  TEMPOGRAPH_SUPERVISOR      1: the parent process supervises the workers and answers messages; the demo sets it (default: none)
  TEMPOGRAPH_SHUTDOWN_SECONDS
                             how long it may take to end after SIGTERM, 1 to 3600 (default 25)
  TEMPOGRAPH_LOG_LEVEL       trace, debug, info, warn, error (default info)

Prints {"ready":true,"url":"…"} on stdout when it listens; logs as JSON on stderr. SIGTERM stops it after the requests under way,
a second one at once.
`;

/** Reads the URL of the database's owner for `--migrate`. */
export function readMigrationUrl(env: Readonly<Record<string, string | undefined>>): string {
  const url = env["TEMPOGRAPH_MIGRATION_DATABASE_URL"]?.trim() || env["DATABASE_URL"]?.trim();
  if (url === undefined || !/^postgres(ql)?:\/\//.test(url))
    throw new Error(
      "Set TEMPOGRAPH_MIGRATION_DATABASE_URL, or DATABASE_URL, to the postgres:// URL of the database's owner.",
    );
  return url;
}

/** Reads the environment. Throws an error that names the variable and says what to do. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ApiConfig {
  const value = (name: string): string | undefined => (env[name]?.trim() === "" ? undefined : env[name]?.trim());
  const databaseUrl = value("DATABASE_URL");
  if (databaseUrl === undefined || !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new Error(
      "DATABASE_URL has to be a postgres:// URL. `npm run demo` starts a Postgres of its own; otherwise give the URL of your server.",
    );
  const migrationDatabaseUrl = value("TEMPOGRAPH_MIGRATION_DATABASE_URL");
  const port = Number(value("TEMPOGRAPH_API_PORT") ?? "0");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error("TEMPOGRAPH_API_PORT has to be a number from 0 to 65535; 0 takes a free port.");
  const token = value("TEMPOGRAPH_TOKEN");
  if (token !== undefined && (token.length < 16 || /\s/.test(token)))
    throw new Error(
      "TEMPOGRAPH_TOKEN has to have at least 16 characters and no spaces. Leave it out to let the first start make one.",
    );
  const tokensFile = value("TEMPOGRAPH_TOKENS_FILE");
  const dashboardDir = value("TEMPOGRAPH_DASHBOARD_DIR");
  const signingKeysFile = value("TEMPOGRAPH_SIGNING_KEYS_FILE");
  const temporalUiUrl = value("TEMPOGRAPH_TEMPORAL_UI_URL")?.replace(/\/+$/, "");
  if (temporalUiUrl !== undefined && !URL.canParse(temporalUiUrl))
    throw new Error("TEMPOGRAPH_TEMPORAL_UI_URL has to be a URL, such as http://127.0.0.1:8233.");
  const host = value("TEMPOGRAPH_API_HOST") ?? "127.0.0.1";
  const exposure = value("TEMPOGRAPH_API_EXPOSURE");
  if (exposure !== undefined && exposure !== "behind-proxy" && exposure !== "plain-http")
    throw new Error('TEMPOGRAPH_API_EXPOSURE has to be "behind-proxy" or "plain-http".');
  if (exposure === undefined && !isLoopback(host))
    throw new Error(
      `TEMPOGRAPH_API_HOST is ${host}, so others can reach the API, which speaks HTTP without TLS. Set TEMPOGRAPH_API_EXPOSURE=behind-proxy if a proxy in front of it ends TLS, or =plain-http if tokens may travel unencrypted. Or leave TEMPOGRAPH_API_HOST out.`,
    );
  return {
    databaseUrl,
    ...(migrationDatabaseUrl !== undefined && { migrationDatabaseUrl }),
    temporal: readTemporalServer(env, value("TEMPORAL_ADDRESS") ?? "127.0.0.1:7233"),
    payloadKeys: readPayloadKeys(env),
    acceptTemporal: value("TEMPOGRAPH_ACCEPT_TEMPORAL"),
    taskQueue: value("TEMPOGRAPH_TASK_QUEUE") ?? "tempograph",
    temporalUiUrl,
    token,
    masterKeys: readMasterKeySource(env),
    signIn: readSignInConfig(value),
    sessionMs: readSessionMs(value),
    publicUrl: readPublicUrl(value),
    ...(tokensFile !== undefined && { tokensFile: resolve(tokensFile) }),
    ...(signingKeysFile !== undefined && { signingKeysFile: resolve(signingKeysFile) }),
    dataDir: readDataDir(env),
    ...(dashboardDir !== undefined && { dashboardDir: resolve(dashboardDir) }),
    host,
    exposure,
    metrics: readMetricsSettings(env),
    shutdownMs: readShutdownMs(env),
    limits: readLimits(value),
    port,
    supervised: value("TEMPOGRAPH_SUPERVISOR") === "1",
    logLevel: value("TEMPOGRAPH_LOG_LEVEL"),
  };
}

function readLimits(value: (name: string) => string | undefined): Partial<RateLimits> {
  return Object.fromEntries(
    Object.keys(DEFAULT_LIMITS).flatMap((limit) => {
      const name = `TEMPOGRAPH_LIMIT_${limit.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
      const given = value(name);
      if (given === undefined) return [];
      const most = given === "off" ? Infinity : Number(given);
      if (most === Infinity || (Number.isInteger(most) && most > 0)) return [[limit, most]];
      throw new Error(`${name} has to be a whole number of 1 or more, or "off".`);
    }),
  );
}
