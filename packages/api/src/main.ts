import { failureText } from "@tempograph/db";
import { createLogger, startTracing } from "@tempograph/runtime";
import { readConfig, usage } from "./config.ts";
import { startApi } from "./start-api.ts";

if (process.argv.includes("--help") || process.argv.includes("-h")) {
  process.stdout.write(usage);
} else {
  try {
    const config = readConfig(process.env);
    const service = "tempograph-api";
    const logger = createLogger({ service, level: config.logLevel });
    const tracing = await startTracing({ service, logger, env: process.env });
    const api = await startApi(config);
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      const ended = api.stop().then(() => tracing.stop());
      ended.then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
    // Print this after the handlers are installed, because the reader of the line may stop the process at once.
    process.stdout.write(`${JSON.stringify({ ready: true, url: api.url, metrics: api.metricsUrl })}\n`);
  } catch (error) {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  }
}
