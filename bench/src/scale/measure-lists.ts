import { startApi } from "@tempograph/api";
import { openDatabase } from "@tempograph/db";
import { listRequests } from "./list-requests.ts";
import { measureList, type ListTime } from "./measure-list.ts";
import { sampleValues } from "./sample-values.ts";

export interface MeasuredLists {
  readonly lists: Readonly<Record<string, ListTime>>;
  /** Lists that could not be measured, with the reason. */
  readonly notMeasured: Readonly<Record<string, string>>;
}

const WARM_UP = 20;
/** Distinct values are looked for in tables of millions of rows. */
const SAMPLE_MS = 10 * 60_000;
const TOKEN = "bench-token-on-loopback";

/** Measures every list of an API in this process, over HTTP, each in one of its ways after the other. Temporal is not needed. */
export async function measureLists(options: {
  readonly databaseUrl: string;
  readonly migrationDatabaseUrl: string;
  readonly dataDir: string;
  readonly calls: number;
  readonly mostMs: number;
  /** Only lists whose name contains this. */
  readonly only?: string | undefined;
  readonly say: (line: string) => void;
}): Promise<MeasuredLists> {
  const { databaseUrl, migrationDatabaseUrl, dataDir, calls, mostMs, only = "", say } = options;
  const requests = listRequests().filter(({ name }) => name.includes(only));
  const db = openDatabase(migrationDatabaseUrl, {
    ...{ applicationName: "tempograph bench", max: 1, statementMs: SAMPLE_MS },
  });
  const values = await sampleValues(db, new Set(requests.flatMap(({ varying }) => Object.values(varying)))).finally(
    () => db.destroy(),
  );
  const api = await startApi({
    ...{ databaseUrl, migrationDatabaseUrl, dataDir, token: TOKEN, host: "127.0.0.1", port: 0, logLevel: "error" },
    temporal: { namespace: "default", connection: { address: "127.0.0.1:1" } },
    limits: { requests: Infinity },
  });
  const lists: Record<string, ListTime> = {};
  const notMeasured: Record<string, string> = {};
  try {
    // Connections and code that every list shares: the first calls of a process would count against the first list.
    for (const path of ["/projects", "/tokens"])
      await measureList({ name: path, path, fixed: {}, varying: {}, isPaged: false }, values, {
        ...{ apiUrl: api.url, token: TOKEN, calls: WARM_UP, mostMs },
      });
    for (const request of requests) {
      const without = Object.values(request.varying).filter((name) => !values.has(name));
      if (without.length > 0) {
        notMeasured[request.name] =
          `There are no values for ${without.join(", ")}: name some in bench/src/scale/sample-values.ts.`;
        continue;
      }
      const time = await measureList(request, values, { apiUrl: api.url, token: TOKEN, calls, mostMs });
      lists[request.name] = time;
      say(`${request.name}: p50 ${time.p50} ms, p99 ${time.p99} ms, ${time.calls} calls`);
    }
  } finally {
    await api.stop();
  }
  return { lists, notMeasured };
}
