import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { historyFromJSON, historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { INTERPRETER_VERSION } from "@tempograph/graph";

type History = ReturnType<typeof historyFromJSON>;

const ROOT = fileURLToPath(new URL("../../golden", import.meta.url));

/** Stores a history that every later build of this interpreter version has to replay. */
export function writeGolden(name: string, history: History): void {
  const folder = join(ROOT, `v${INTERPRETER_VERSION}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(JSON.parse(historyToJSON(history), withoutPlace))}\n`);
}

/** Removes what belongs to the recording computer: stack traces and process identities, which a replay does not need. */
function withoutPlace(key: string, value: unknown): unknown {
  if (key === "stackTrace") return undefined;
  // The name of a sticky task queue contains that of its worker's process.
  if (key === "name" && typeof value === "string" && /^\d+@/.test(value)) return "sticky";
  return key === "identity" ? "golden" : value;
}

/**
 * Reads all golden histories of every interpreter version. Each has to be replayed under its own workflow id, because idempotency
 * keys are derived from the id, and recorded replies contain such keys.
 */
export function readGolden(): readonly {
  readonly file: string;
  readonly workflowId: string;
  readonly history: History;
}[] {
  return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const history = historyFromJSON(JSON.parse(readFileSync(join(ROOT, file), "utf8")));
      const workflowId = history.events![0]!.workflowExecutionStartedEventAttributes!.workflowId!;
      return { file, workflowId, history };
    });
}
