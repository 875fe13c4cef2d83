import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { historyFromJSON, historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { INTERPRETER_VERSION } from "@tempograph/graph";

type History = ReturnType<typeof historyFromJSON>;

const ROOT = fileURLToPath(new URL("../../golden", import.meta.url));

/** Keeps a history that every later interpreter of this version has to replay. */
export function writeGolden(name: string, history: History): void {
  const folder = join(ROOT, `v${INTERPRETER_VERSION}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(JSON.parse(historyToJSON(history), withoutPlace))}\n`);
}

/** Nothing of the machine that it was recorded on: stack traces and process identities say nothing to a replay. */
function withoutPlace(key: string, value: unknown): unknown {
  if (key === "stackTrace") return undefined;
  // A sticky task queue bears the name of its worker's process.
  if (key === "name" && typeof value === "string" && /^\d+@/.test(value)) return "sticky";
  return key === "identity" ? "golden" : value;
}

/**
 * All kept histories, of every interpreter version. Each is replayed under its own workflow id: keys are made of it, and
 * what answered a step then names one.
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
