import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { apiQuery, queryClient } from "../../data/index.ts";
import { NodeTypesQuery } from "../../machine/documents.ts";
import { rootRoute } from "../../shell/root-route.ts";
import { WorkflowQuery } from "./documents.ts";
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
  // The API is asked while the page's code is loaded. Only the first time: what the page shows is what it asks for itself.
  loader: ({ params: { id }, location }) => {
    void queryClient.prefetchQuery(apiQuery(WorkflowQuery, { id }));
    void queryClient.prefetchQuery(apiQuery(NodeTypesQuery, {}));
    // A graph that was written outside of the canvas needs a layout. Where this fails, the layout itself says so.
    if (!("tab" in location.search))
      void import("../../canvas/layout/layout-worker.ts").then(
        (layout) => layout.startLayoutWorker(),
        () => undefined,
      );
  },
  staleTime: Infinity,
  component: lazyRouteComponent(() => import("./workflow-page.tsx"), "WorkflowPage"),
});
