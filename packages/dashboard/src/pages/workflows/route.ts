import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";

/** Which workflows are listed. */
export interface WorkflowsSearch {
  readonly search?: string;
  readonly after?: string;
  readonly before?: string;
}

export const workflowsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/workflows",
  validateSearch: (given: Readonly<Record<string, unknown>>): WorkflowsSearch =>
    Object.fromEntries(
      (["search", "after", "before"] as const).flatMap((name) =>
        typeof given[name] === "string" && given[name] !== "" ? [[name, given[name]]] : [],
      ),
    ),
  component: lazyRouteComponent(() => import("./workflows-page.tsx"), "WorkflowsPage"),
});
