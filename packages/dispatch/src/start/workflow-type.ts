import { SCHEDULE_TICK_WORKFLOW } from "@tempograph/graph";

const MAX_CHARACTERS = 100;

/** The most bytes of an execution's summary. Temporal accepts 400, which include the encoding around the text. */
const MAX_SUMMARY_BYTES = 300;

/** The workflow's name and version. Temporal's Web UI shows them beside the execution's id. */
export function executionSummary(name: string, version: number): string {
  const characters = [...oneLine(name)];
  while (Buffer.byteLength(characters.join("")) > MAX_SUMMARY_BYTES) characters.pop();
  return `${characters.join("")} v${version}`;
}

/** The workflow's name as Temporal's workflow type, which the Web UI shows: one line of at most 100 characters. */
export function workflowType(name: string): string {
  const line = oneLine(name);
  return isTaken(line) ? `${line} (workflow)` : line;
}

function oneLine(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  if (line === "") return "workflow";
  const characters = [...line];
  return characters.length <= MAX_CHARACTERS ? line : `${characters.slice(0, MAX_CHARACTERS - 1).join("")}…`;
}

/**
 * Whether the SDK would find something else than the interpreter under this type. It looks types up as properties of the module that
 * holds the workflows, so it also finds what every object inherits: `toString`, `constructor`.
 */
function isTaken(type: string): boolean {
  return type === SCHEDULE_TICK_WORKFLOW || type in Object.prototype;
}
