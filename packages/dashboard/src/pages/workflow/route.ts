import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { isWorkflowTab, type WorkflowTab } from "./workflow-tab.ts";

/** What the page of a workflow shows. It stands in the address, so that a link leads to a node. */
export interface WorkflowSearch {
  readonly node?: string;
  /** Absent: the canvas. */
  readonly tab?: WorkflowTab;
  /** What is beside the canvas. Absent: the form of what is selected. */
  readonly panel?: "try";
}

export const workflowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/workflows/$id",
  validateSearch: ({ node, tab, panel }: Readonly<Record<string, unknown>>): WorkflowSearch => ({
    ...(typeof node === "string" && node !== "" && { node }),
    ...(isWorkflowTab(tab) && { tab }),
    ...(panel === "try" && { panel }),
  }),
  component: lazyRouteComponent(() => import("./workflow-page.tsx"), "WorkflowPage"),
});
