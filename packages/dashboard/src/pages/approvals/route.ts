import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readApprovalsSearch } from "./approvals-search.ts";

export const approvalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/approvals",
  validateSearch: readApprovalsSearch,
  component: lazyRouteComponent(() => import("./approvals-page.tsx"), "ApprovalsPage"),
});
