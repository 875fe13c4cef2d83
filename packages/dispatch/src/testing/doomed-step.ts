// A process for the test that kills it in the middle of a step with memory.
import { openDatabase } from "@tempograph/db";
import { applyState } from "../remember/apply-state.ts";
import { stepOf } from "./coordination-world.ts";
import { waitToBeKilled } from "./wait-to-be-killed.ts";

const { DATABASE_URL: databaseUrl = "", EXECUTION: execution = "" } = process.env;

await applyState({ db: openDatabase(databaseUrl), faultPoint: waitToBeKilled }, stepOf(execution, "doomed"), {
  op: "increment",
  scope: "workflow",
  key: "doomed",
  by: 1,
  ttlMs: null,
});
