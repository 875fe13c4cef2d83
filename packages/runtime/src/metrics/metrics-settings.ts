import { isLoopback } from "../is-loopback.ts";

/** Where a process serves its metrics. */
export interface MetricsSettings {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** The file of the token that a scraper sends. Needed where others than this machine can reach the port. */
  readonly tokenFile?: string;
}

/** Reads the settings; undefined if the metrics are not to be served. Throws an error that names the variable and says what to do. */
export function readMetricsSettings(env: Readonly<Record<string, string | undefined>>): MetricsSettings | undefined {
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  const given = value("TEMPOGRAPH_METRICS_PORT");
  if (given === undefined) return undefined;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error("TEMPOGRAPH_METRICS_PORT has to be a number from 0 to 65535; 0 takes a free port.");
  const host = value("TEMPOGRAPH_METRICS_HOST") ?? "127.0.0.1";
  const tokenFile = value("TEMPOGRAPH_METRICS_TOKEN_FILE");
  if (tokenFile === undefined && !isLoopback(host))
    throw new Error(
      `TEMPOGRAPH_METRICS_HOST is ${host}, so others could read the metrics. Name a file with a token in TEMPOGRAPH_METRICS_TOKEN_FILE, and give Prometheus the same token. Or leave TEMPOGRAPH_METRICS_HOST out.`,
    );
  return { port, host, ...(tokenFile !== undefined && { tokenFile }) };
}
