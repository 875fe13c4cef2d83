const MAX_CHARACTERS = 100;

/** The workflow's name as Temporal's workflow type, which its Web UI shows: one line, at most 100 characters. */
export function workflowType(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  if (line === "") return "workflow";
  const characters = [...line];
  return characters.length <= MAX_CHARACTERS ? line : `${characters.slice(0, MAX_CHARACTERS - 1).join("")}…`;
}
