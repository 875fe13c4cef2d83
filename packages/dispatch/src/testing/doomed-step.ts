// A process for the test that kills it in the middle of a step with memory. At the fault point it prints the point's name and waits forever.
import { openDatabase } from "@tempograph/db";
import { applyState } from "../remember/apply-state.ts";
import { stepOf } from "./coordination-world.ts";

const { DATABASE_URL: databaseUrl = "", EXECUTION: execution = "", POINT } = process.env;

await applyState(
  {
    db: openDatabase(databaseUrl),
    async faultPoint(point) {
      if (point !== POINT) return;
      process.stdout.write(`at ${point}\n`);
      await new Promise(() => {});
    },
  },
  stepOf(execution, "doomed"),
  { op: "increment", scope: "workflow", key: "doomed", by: 1, ttlMs: null },
);
