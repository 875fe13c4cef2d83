import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readNodeTypesSearch } from "./node-types-search.ts";

export const nodeTypesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/node-types",
  validateSearch: readNodeTypesSearch,
  component: lazyRouteComponent(() => import("./node-types-page.tsx"), "NodeTypesPage"),
});
