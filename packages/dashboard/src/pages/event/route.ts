import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";

export const eventRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/events/$id",
  component: lazyRouteComponent(() => import("./event-page.tsx"), "EventPage"),
});
