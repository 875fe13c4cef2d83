// The part of a worker that removes old rows, in a process of its own, for the test that kills it: it exports to EXPORT_FOLDER.
import { forEveryProject, openDatabase } from "@tempograph/db";
import { createLogger } from "@tempograph/runtime";
import { createRetention } from "../retention/create-retention.ts";
import { exportToFolder } from "../retention/export-to-folder.ts";

const { DATABASE_URL = "", EXPORT_FOLDER = "" } = process.env;
createRetention({
  ...{ db: forEveryProject(openDatabase(DATABASE_URL)), target: exportToFolder(EXPORT_FOLDER) },
  ...{ logger: createLogger({ service: "test", level: "silent" }), pollMs: 50 },
  ...{ temporalMs: () => Promise.resolve(0), bounds: { executions: 5 } },
}).start();
