import { failureText, migrateToLatest } from "@tempograph/db";
import { collectStartUpGarbage, createLogger, endAtSignal, startTracing } from "@tempograph/runtime";
import { readConfig, readMigrationUrl, usage } from "./config.ts";
import { startApi } from "./start-api.ts";

if (process.argv.includes("--help") || process.argv.includes("-h")) {
  process.stdout.write(usage);
} else if (process.argv.includes("--migrate")) {
  try {
    await migrateToLatest(readMigrationUrl(process.env));
    process.stdout.write(`${JSON.stringify({ migrated: true })}\n`);
  } catch (error) {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  }
} else {
  try {
    const config = readConfig(process.env);
    const service = "tempograph-api";
    const logger = createLogger({ service, level: config.logLevel });
    const tracing = await startTracing({ service, logger, env: process.env });
    const api = await startApi(config);
    const stop = () => api.stop().then(() => tracing.stop());
    endAtSignal({ stop, withinMs: config.shutdownMs, logger });
    // Print this after the handlers of signals are installed, because the reader of the line may stop the process at once.
    process.stdout.write(`${JSON.stringify({ ready: true, url: api.url, metrics: api.metricsUrl })}\n`);
    collectStartUpGarbage();
  } catch (error) {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  }
}
