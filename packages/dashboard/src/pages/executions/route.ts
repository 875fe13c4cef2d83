import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readExecutionsSearch } from "./executions-search.ts";

export const executionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/executions",
  validateSearch: readExecutionsSearch,
  component: lazyRouteComponent(() => import("./executions-page.tsx"), "ExecutionsPage"),
});
