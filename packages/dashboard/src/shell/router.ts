import { createRouter } from "@tanstack/react-router";
import { compareRoute, executionRoute } from "../pages/execution/route.ts";
import { executionsRoute } from "../pages/executions/route.ts";
import { startRoute } from "../pages/start/route.ts";
import { workflowRoute } from "../pages/workflow/route.ts";
import { rootRoute } from "./root-route.ts";
import { signInRoute } from "./sign-in-route.ts";

/** The pages, a line each: see "Add a page to the dashboard" in CONTRIBUTING.md. */
const routeTree = rootRoute.addChildren([
  startRoute,
  executionsRoute,
  executionRoute,
  compareRoute,
  workflowRoute,
  signInRoute,
]);

export const router = createRouter({
  routeTree,
  basepath: "/app",
  trailingSlash: "never",
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
