import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { collectDefaultMetrics, Registry } from "prom-client";
import { isLoopbackName } from "../is-loopback.ts";
import { listenOn } from "../listen-on.ts";
import type { Logger } from "../logger.ts";
import type { MetricDescriptor, Part } from "./metric-descriptor.ts";
import { METRICS } from "./metric-table.ts";
import type { MetricsSettings } from "./metrics-settings.ts";
import { count, registry } from "./process-metrics.ts";
import { readGauges } from "./watch-gauges.ts";

export interface MetricsServerOptions {
  readonly settings: MetricsSettings;
  readonly part: Part;
  readonly logger: Logger;
  /** More metrics in Prometheus' text format, such as those of Temporal's SDK. */
  readonly more?: (() => Promise<string>) | undefined;
}

export interface MetricsServer {
  readonly url: string;
  stop(): Promise<void>;
}

const MIN_TOKEN_LENGTH = 16;

/**
 * Serves `GET /metrics` in Prometheus' text format on a port of its own: on loopback to whoever is on this machine, elsewhere to who has the
 * token. Nothing else is served there.
 */
export async function startMetricsServer({
  settings,
  part,
  logger,
  more,
}: MetricsServerOptions): Promise<MetricsServer> {
  const token = settings.tokenFile === undefined ? undefined : await readToken(settings.tokenFile);
  const node = nodeMetrics();
  const names = Object.entries<MetricDescriptor>(METRICS).flatMap(([name, { of }]) => (of.includes(part) ? name : []));

  function noted(error: unknown): string {
    count("tempograph_scrape_errors_total", {});
    logger.warn({ err: error }, "Some metrics could not be read; they are absent from this scrape");
    return "";
  }

  async function text(): Promise<string> {
    const others = await Promise.all([more?.().catch(noted) ?? "", readGauges(noted)]);
    const own = await Promise.all(names.map((name) => registry.getSingleMetricAsString(name)));
    return `${own.join("\n\n")}\n\n${await node.metrics()}\n${others[0]}`;
  }

  const server = createServer((request, response) => {
    const status = refusal(request, token);
    if (status !== undefined) {
      response.writeHead(status, status === 401 ? { "www-authenticate": "Bearer" } : {}).end();
      return;
    }
    text().then(
      (body) =>
        response.writeHead(200, { "content-type": registry.contentType, "cache-control": "no-store" }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  const { url, stop } = await listenOn(server, settings);
  return { url: `${url}/metrics`, stop };
}

function refusal({ method, url, headers }: IncomingMessage, token: string | undefined): number | undefined {
  // A page in a browser could reach loopback under a name that its own server answers for.
  if (token === undefined && !isLoopbackName(headers.host ?? "")) return 403;
  if (token !== undefined && !isSame(headers.authorization ?? "", `Bearer ${token}`)) return 401;
  if (url?.split("?", 1)[0] !== "/metrics") return 404;
  return method === "GET" ? undefined : 405;
}

function isSame(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

async function readToken(file: string): Promise<string> {
  const token = (await readFile(file, "utf8")).trim();
  if (token.length >= MIN_TOKEN_LENGTH && !/\s/.test(token)) return token;
  throw new Error(
    `${file}, which TEMPOGRAPH_METRICS_TOKEN_FILE names, has to hold one token of at least ${String(MIN_TOKEN_LENGTH)} characters without spaces.`,
  );
}

let ofNode: Registry | undefined;

/** The process's own metrics: CPU, memory, event loop, garbage collection. Measuring them begins with the first call, because it is not free. */
function nodeMetrics(): Registry {
  if (ofNode === undefined) collectDefaultMetrics({ register: (ofNode = new Registry()) });
  return ofNode;
}
