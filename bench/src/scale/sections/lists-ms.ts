import { startKeptDatabase } from "../kept-database.ts";
import { measureLists } from "../measure-lists.ts";
import type { Section } from "./section.ts";

const AIM_MS = 20;

/** Milliseconds of every list of the API, in each of its ways, in a database of the given sizes. */
export const listsMs: Section = {
  async measure({ cacheDir, sizes, calls, mostMs, only, say }) {
    const { postgres, dataDir } = await startKeptDatabase({ cacheDir, sizes, say });
    try {
      const { lists, notMeasured } = await measureLists({
        ...{ databaseUrl: postgres.roleUrls!.api, migrationDatabaseUrl: postgres.url, dataDir },
        ...{ calls, mostMs, only, say },
      });
      const slow = Object.entries(lists).filter(([, { p99 }]) => p99 > AIM_MS);
      for (const [name, { p50, p99 }] of slow.toSorted(([, a], [, b]) => b.p99 - a.p99))
        say(`over ${AIM_MS} ms: ${name}, p50 ${p50}, p99 ${p99}`);
      return { value: lists, notMeasured, beside: { lists: Object.keys(lists).length, overAim: slow.length } };
    } finally {
      await postgres.stop();
    }
  },
};
