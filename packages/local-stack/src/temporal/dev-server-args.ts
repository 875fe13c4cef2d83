export type SearchAttributeType = "Text" | "Keyword" | "Int" | "Double" | "Bool" | "Datetime" | "KeywordList";

export type DevServerArgs = {
  readonly port: number;
  /** Undefined leaves the Web UI out. */
  readonly uiPort: number | undefined;
  /** The address on which the Web UI listens. Default 127.0.0.1. */
  readonly uiIp?: string | undefined;
  /** Where the Web UI finds a codec: a URL, or a path of its own origin. */
  readonly uiCodec?: string | undefined;
  readonly namespace: string;
  /** Undefined keeps executions in memory. */
  readonly dbFile: string | undefined;
  readonly searchAttributes: Readonly<Record<string, SearchAttributeType>>;
  /** Settings of the server in addition to those below. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
};

/**
 * The dev server's defaults poll each queue at most 20 times a second, which makes every step wait for 40 ms, and give
 * an activity back through the queue even when its worker is right there.
 */
const DYNAMIC_CONFIG = {
  "history.transferProcessorMaxPollRPS": 2000,
  "history.timerProcessorMaxPollRPS": 2000,
  "history.visibilityProcessorMaxPollRPS": 2000,
  "system.enableActivityEagerExecution": true,
  // How much later than asked a timer may fire. At the default of one second a delay of 100 ms takes 1.01 s, and so does
  // every retry with a shorter back-off. The value is JSON, a text.
  "history.timerProcessorMaxTimeShift": '"20ms"',
  // A task queue is shared fairly as soon as a task in it has a priority or a fairness key. Others stay as they are.
  "matching.autoEnableV2": true,
  // The dev server would read the namespace and the search attributes from its database again for whatever concerns an execution, some 20 times for one
  // of four steps, only so that a new search attribute can be used at once; as it is, that takes up to two seconds.
  "system.forceSearchAttributesCacheRefreshOnRead": false,
  // The HTTP API answers only requests for a loopback address, against pages that let their name point here (DNS rebinding).
  "frontend.httpAllowedHosts": '["127.0.0.1:*","localhost:*"]',
} as const;

/** Durable at every commit (synchronous=2), and still faster than the rollback journal. */
const SQLITE_PRAGMAS = { journal_mode: "WAL", synchronous: "2" } as const;

export function devServerArgs(options: DevServerArgs): string[] {
  const { port, uiPort, uiIp = "127.0.0.1", uiCodec, namespace, dbFile, searchAttributes, settings } = options;
  return [
    ...["server", "start-dev", "--ip", "127.0.0.1", "--port", String(port)],
    ...["--disable-config-file", "--disable-config-env", "--log-level", "warn", "--color", "never"],
    ...(uiPort === undefined
      ? ["--headless"]
      : ["--ui-ip", uiIp, "--ui-port", String(uiPort), "--ui-disable-news-fetch"]),
    ...(uiPort === undefined || uiCodec === undefined ? [] : ["--ui-codec-endpoint", uiCodec]),
    ...(namespace === "default" ? [] : ["--namespace", namespace]),
    ...pairs("--dynamic-config-value", { ...DYNAMIC_CONFIG, ...settings }),
    ...(dbFile === undefined ? [] : ["--db-filename", dbFile, ...pairs("--sqlite-pragma", SQLITE_PRAGMAS)]),
    ...pairs("--search-attribute", searchAttributes),
  ];
}

/** Halves the number of garbage collections, because the server allocates much memory and keeps little of it. */
export function devServerEnv(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, GOGC: env["GOGC"] ?? "400" };
}

function pairs(flag: string, values: Readonly<Record<string, string | number | boolean>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}
