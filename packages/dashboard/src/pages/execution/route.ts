import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readExecutionSearch } from "./execution-search.ts";

export const executionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/executions/$id",
  validateSearch: readExecutionSearch,
  component: lazyRouteComponent(() => import("./execution-page.tsx"), "ExecutionPage"),
});

export const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/executions/$id/compare/$other",
  component: lazyRouteComponent(() => import("./compare/compare-page.tsx"), "ComparePage"),
});
