import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, setRetentionPolicy } from "@tempograph/db";
import { startPostgres } from "@tempograph/local-stack";
import { createRetention, exportToFolder } from "@tempograph/worker";
import { fillStatements } from "../fill-statements.ts";
import { fillDatabase } from "../kept-database.ts";
import type { Section } from "./section.ts";

/** So many executions are removed; the figure does not depend on it, as each batch is found along an index. */
const MOST_EXECUTIONS = 20_000;

/** Rows that retention removes per second without its rests: with their export to a folder, and without. */
export const retentionRowsPerS: Section = {
  async measure({ sizes, say }) {
    const executions = Math.min(sizes.executions, MOST_EXECUTIONS);
    const perExecution = Math.round(sizes.historyEvents / sizes.executions);
    const few = { executions, historyEvents: executions * perExecution, workflows: 100, triggers: 10 };
    const folder = mkdtempSync(join(tmpdir(), "tempograph-bench-retention-"));
    const postgres = await startPostgres({ dataDir: join(folder, "postgres"), databaseUrl: "", onProgress: say });
    try {
      const measure = async (target?: string): Promise<number> => {
        await fillDatabase(postgres.url, fillStatements(few), say);
        return await rowsPerS(postgres.url, target);
      };
      const exported = await measure(join(folder, "export"));
      return { value: exported, beside: { retentionRowsPerSWithoutExport: await measure() } };
    } finally {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function rowsPerS(url: string, folder: string | undefined): Promise<number> {
  const db = openDatabase(url, { applicationName: "tempograph bench", max: 2 });
  try {
    await setRetentionPolicy(db, { workflowId: null, historyDays: null, valueDays: null, shapeDays: 1, by: "bench" });
    const retention = createRetention({
      ...{ db, logger: { warn: () => {} } as never, target: folder === undefined ? undefined : exportToFolder(folder) },
      temporalMs: () => Promise.resolve(0),
    });
    const from = performance.now();
    const rows = await retention.removeAll();
    return Math.round(rows / ((performance.now() - from) / 1_000));
  } finally {
    await db.destroy();
  }
}
