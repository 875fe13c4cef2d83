import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readCursors } from "../../ui/cursors.ts";

export const retentionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/retention",
  // The page of the list of holds.
  validateSearch: readCursors,
  component: lazyRouteComponent(() => import("./retention-page.tsx"), "RetentionPage"),
});
