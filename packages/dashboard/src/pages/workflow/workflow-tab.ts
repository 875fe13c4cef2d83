/** `sentences` and `text` are one tab: sentences whose values are changed, and the text of them to type. Absent: the canvas. */
export const WORKFLOW_TABS = ["sentences", "text", "json", "code"] as const;
export type WorkflowTab = (typeof WORKFLOW_TABS)[number];

export function isWorkflowTab(tab: unknown): tab is WorkflowTab {
  return WORKFLOW_TABS.includes(tab as WorkflowTab);
}
