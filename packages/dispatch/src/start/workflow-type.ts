const MAX_CHARACTERS = 100;

/** The most bytes of an execution's summary. Temporal accepts 400, which include the encoding around the text. */
const MAX_SUMMARY_BYTES = 300;

/** The workflow's name and version. Temporal's Web UI shows them beside the execution's id. */
export function executionSummary(name: string, version: number): string {
  const characters = [...workflowType(name)];
  while (Buffer.byteLength(characters.join("")) > MAX_SUMMARY_BYTES) characters.pop();
  return `${characters.join("")} v${version}`;
}

/** The workflow's name as Temporal's workflow type, which the Web UI shows: one line of at most 100 characters. */
export function workflowType(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  if (line === "") return "workflow";
  const characters = [...line];
  return characters.length <= MAX_CHARACTERS ? line : `${characters.slice(0, MAX_CHARACTERS - 1).join("")}…`;
}
