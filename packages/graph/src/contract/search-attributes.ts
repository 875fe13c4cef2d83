/** What Temporal's own status does not tell about an execution: whether a person has to do something. */
export type Standing = "running" | "paused" | "incident";

/** The search attributes by which executions can be found in Temporal's Web UI, with their names and types there. */
export const SEARCH_ATTRIBUTES = {
  project: { name: "TempographProject", type: "KEYWORD" },
  workflow: { name: "TempographWorkflow", type: "KEYWORD" },
  version: { name: "TempographVersion", type: "INT" },
  eventType: { name: "TempographEventType", type: "KEYWORD" },
  standing: { name: "TempographStanding", type: "KEYWORD" },
} as const;
