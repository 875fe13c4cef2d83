import { findRetentionState, listRetentionProjects, type Database } from "@tempograph/db";
import { readRetention, type TemporalConnection } from "@tempograph/mirror";
import { watchGauges, type GaugeValue, type Logger } from "@tempograph/runtime";
import type { WorkerConfig } from "../config.ts";
import { createRetention } from "./create-retention.ts";
import { exportToFolder } from "./export-to-folder.ts";
import { exportToS3 } from "./export-to-s3.ts";
import type { ExportSettings } from "./read-export-settings.ts";

interface Parts {
  readonly db: Database;
  readonly connection: TemporalConnection;
  readonly logger: Logger;
}

/** Starts the removal of what retention does not keep, as the worker is configured. */
export function startRetention(config: WorkerConfig, { db, connection, logger }: Parts): { stop(): Promise<void> } {
  const retention = createRetention({
    ...{ db, logger, target: config.retentionExport && targetOf(config.retentionExport) },
    temporalMs: () => readRetention({ connection, namespace: config.temporal.namespace }),
  });
  retention.start();
  const unwatch = watchGauges(() => retentionGauges(db));
  return {
    async stop() {
      unwatch();
      await retention.stop();
    },
  };
}

const targetOf = (settings: ExportSettings) =>
  "folder" in settings ? exportToFolder(settings.folder) : exportToS3(settings.s3);

async function retentionGauges(db: Database): Promise<readonly GaugeValue[]> {
  if ((await listRetentionProjects(db)).length === 0) return [];
  const { lookedAt, problem } = await findRetentionState(db);
  return [
    { name: "tempograph_retention_stopped", labels: {}, value: problem === null ? 0 : 1 },
    ...(lookedAt === null
      ? []
      : [
          {
            name: "tempograph_retention_looked_seconds" as const,
            labels: {},
            value: (Date.now() - lookedAt.getTime()) / 1_000,
          },
        ]),
  ];
}
