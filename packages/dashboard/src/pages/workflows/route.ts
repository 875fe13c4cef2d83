import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readCursors, readText, type Cursors } from "../../ui/index.ts";

/** Which workflows are listed. */
export interface WorkflowsSearch extends Cursors {
  readonly search?: string;
}

export const workflowsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/workflows",
  validateSearch: (given: Readonly<Record<string, unknown>>): WorkflowsSearch => {
    const search = readText(given, "search");
    return { ...(search !== undefined && { search }), ...readCursors(given) };
  },
  component: lazyRouteComponent(() => import("./workflows-page.tsx"), "WorkflowsPage"),
});
