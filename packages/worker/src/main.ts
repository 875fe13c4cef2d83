import { failureText } from "@tempograph/db";
import {
  collectStartUpGarbage,
  createLogger,
  endAtSignal,
  startMetricsServer,
  startTracing,
  stillLoops,
} from "@tempograph/runtime";
import { workerConfig } from "./config.ts";
import { startHealthServer } from "./health-server.ts";
import { startWorker } from "./start-worker.ts";
import { freeLoopbackPort, readTemporalMetrics } from "./temporal-metrics.ts";
import { installTemporalRuntime } from "./temporal-runtime.ts";

const HELP = `tempograph worker: runs executions. Prints one JSON line when ready; logs go to stderr as JSON.

  DATABASE_URL                    Postgres (required)
  TEMPOGRAPH_MIGRATION_DATABASE_URL
                                  the same database as its owner, for migrations; default: DATABASE_URL
  TEMPORAL_ADDRESS                host:port of the Temporal frontend (required)
  TEMPORAL_NAMESPACE              default: default
  TEMPORAL_TLS, TEMPORAL_TLS_SERVER_CA_CERT_PATH, TEMPORAL_TLS_SERVER_NAME, TEMPORAL_TLS_CLIENT_CERT_PATH,
  TEMPORAL_TLS_CLIENT_KEY_PATH, TEMPORAL_API_KEY
                                  TLS, mTLS and API key of Temporal; default: not encrypted
  TEMPOGRAPH_PAYLOAD_KEYS_FILE, TEMPOGRAPH_PAYLOAD_KEYS_COMMAND
                                  the keys that encrypt payloads in Temporal; default: not encrypted
  TEMPOGRAPH_PAYLOAD_ENCRYPTION   off: these keys only decrypt; default: on, where there are keys
  TEMPOGRAPH_PAYLOAD_KEYS_MAKE    1 makes the file of keys at the first start
  TEMPOGRAPH_TASK_QUEUE           default: tempograph
  TEMPOGRAPH_DATA_DIR             cache of the workflow bundle, and the master keys; default: ~/.tempograph, as for the API
  TEMPOGRAPH_CACHE_DIR            only the bundle, also of other workers; default: cache in that folder
  TEMPOGRAPH_CONFIG               default: tempograph.config.json, if there is one
  TEMPOGRAPH_MASTER_KEY_FILE      master keys of connections; default: keys/master-keys.json in that folder, made at first start
  TEMPOGRAPH_MASTER_KEY_COMMAND   instead of the file: a command that prints what it would contain
  TEMPOGRAPH_SECRETS_ENV_PREFIX   connections may name secrets in environment variables with this prefix; default: none
  TEMPOGRAPH_SECRETS_FOLDER       connections may name secrets in files below this folder; default: none
  TEMPOGRAPH_VAULT_ADDR           connections may name secrets in this Vault, below TEMPOGRAPH_VAULT_PATH; with
    TEMPOGRAPH_VAULT_MOUNT, TEMPOGRAPH_VAULT_NAMESPACE, TEMPOGRAPH_VAULT_CA_FILE, and to log in TEMPOGRAPH_VAULT_TOKEN,
    or TEMPOGRAPH_VAULT_ROLE_ID with TEMPOGRAPH_VAULT_SECRET_ID (token and id also as ..._FILE)
  TEMPOGRAPH_NODE_PACKS           node packs in addition to the built-in one, separated by commas
  TEMPOGRAPH_EGRESS_ALLOW         internal hosts that outgoing calls may reach, separated by commas
  TEMPOGRAPH_HISTORY_LIMIT        after how many events a run continues as new, 100 to 20000; default: when Temporal suggests it
  TEMPOGRAPH_LOST_AFTER_HOURS     until an execution that Temporal does not know is closed as lost; default: 24
  TEMPOGRAPH_ACCEPT_TEMPORAL      the id of a namespace that takes the place of the one in which executions run
  TEMPOGRAPH_RETENTION_EXPORT     where rows go before retention removes them: an absolute path, or s3://bucket/prefix, with
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL_S3; default: nowhere
  TEMPOGRAPH_WORKER_DEPLOYMENT    the worker deployment of Temporal to which this worker belongs; default: none
  TEMPOGRAPH_WORKER_BUILD_ID      its version there; default: a hash of the interpreter
  TEMPOGRAPH_STACK_TRACES         1 answers the query __stack_trace, which costs CPU time; default: off
  TEMPOGRAPH_SHUTDOWN_SECONDS     how long it may take to end after SIGTERM, 1 to 3600; default: 25
  TEMPOGRAPH_WORKER_HEALTH_PORT   GET /health and /live; default: a free port
  TEMPOGRAPH_WORKER_HEALTH_HOST   default: 127.0.0.1
  TEMPOGRAPH_METRICS_PORT         GET /metrics for Prometheus; 0 takes a free port; default: not served
  TEMPOGRAPH_METRICS_HOST         default: 127.0.0.1; any other address than loopback needs the next
  TEMPOGRAPH_METRICS_TOKEN_FILE   the file of the token that Prometheus sends; default: none
  OTEL_EXPORTER_OTLP_ENDPOINT     where traces go (OTLP over HTTP); default: none are recorded. With it:
    OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, and OTEL_TRACES_SAMPLER_ARG, the part
    of the traces that begin here and are recorded (0 to 1)
  TEMPOGRAPH_LOG_LEVEL            default: info
`;

async function main(): Promise<void> {
  if (process.argv.includes("--help")) {
    process.stdout.write(HELP);
    return;
  }
  const config = workerConfig(process.env);
  const logger = createLogger({ service: "tempograph-worker", level: config.logLevel });
  const tracing = await startTracing({ service: "tempograph-worker", logger, env: process.env });
  const ofTemporal = config.metrics && `127.0.0.1:${String(await freeLoopbackPort())}`;
  installTemporalRuntime(logger, ofTemporal);
  const worker = await startWorker(config, logger);
  const health = await startHealthServer({
    ...{ host: config.healthHost, port: config.healthPort },
    ...{ isRunning: worker.isRunning, stillLoops },
  });

  const metrics =
    config.metrics &&
    (await startMetricsServer({
      ...{ settings: config.metrics, part: "worker", logger },
      more: () => readTemporalMetrics(ofTemporal!),
    }));

  const stop = async (): Promise<void> => {
    await worker.stop();
    // Who looks meanwhile reads that the worker stops.
    await Promise.all([health.stop(), metrics?.stop()]);
    await tracing.stop();
  };
  endAtSignal({ stop, withinMs: config.shutdownMs, logger });
  const ready = { ready: true, pid: process.pid, health: health.url, metrics: metrics?.url };
  // Print this after the handlers of signals are installed, because the reader of the line may stop the process at once.
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  collectStartUpGarbage();
  await worker.done;
}

main().catch((error: unknown) => {
  process.stderr.write(`${JSON.stringify({ level: "fatal", message: failureText(error) })}\n`);
  process.exit(1);
});
