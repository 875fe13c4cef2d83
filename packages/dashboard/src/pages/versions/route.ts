import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";

export const versionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/workflows/$id/versions",
  component: lazyRouteComponent(() => import("./versions-page.tsx"), "VersionsPage"),
});
