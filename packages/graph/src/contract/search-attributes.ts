/** How an execution stands, beside what Temporal's own status says: whether a person has to do something. */
export type Standing = "running" | "paused" | "incident";

/** What an execution can be found by in Temporal's list: name of the search attribute, and its type there. */
export const SEARCH_ATTRIBUTES = {
  project: { name: "TempographProject", type: "KEYWORD" },
  workflow: { name: "TempographWorkflow", type: "KEYWORD" },
  version: { name: "TempographVersion", type: "INT" },
  eventType: { name: "TempographEventType", type: "KEYWORD" },
  standing: { name: "TempographStanding", type: "KEYWORD" },
} as const;
