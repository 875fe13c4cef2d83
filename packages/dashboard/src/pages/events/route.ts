import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readEventsSearch } from "./events-search.ts";

export const eventsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/events",
  validateSearch: readEventsSearch,
  component: lazyRouteComponent(() => import("./events-page.tsx"), "EventsPage"),
});
