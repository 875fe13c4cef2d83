import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readCursors } from "../../ui/cursors.ts";

export const tokensRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/tokens",
  validateSearch: readCursors,
  component: lazyRouteComponent(() => import("./tokens-page.tsx"), "TokensPage"),
});
