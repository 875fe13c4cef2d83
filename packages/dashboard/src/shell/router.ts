import { createRouter } from "@tanstack/react-router";
import { compareRoute, executionRoute } from "../pages/execution/route.ts";
import { approvalsRoute } from "../pages/approvals/route.ts";
import { auditRoute } from "../pages/audit/route.ts";
import { bulkJobRoute, bulkJobsRoute } from "../pages/bulk-jobs/route.ts";
import { eventRoute } from "../pages/event/route.ts";
import { eventsRoute } from "../pages/events/route.ts";
import { executionsRoute } from "../pages/executions/route.ts";
import { healthRoute } from "../pages/health/route.ts";
import { nodeTypesRoute } from "../pages/node-types/route.ts";
import { retentionRoute } from "../pages/retention/route.ts";
import { startRoute } from "../pages/start/route.ts";
import { workflowRoute } from "../pages/workflow/route.ts";
import { versionsRoute } from "../pages/versions/route.ts";
import { tokensRoute } from "../pages/tokens/route.ts";
import { workflowsRoute } from "../pages/workflows/route.ts";
import { PageFailed } from "./page-failed.tsx";
import { rootRoute } from "./root-route.ts";
import { signInRoute } from "./sign-in-route.ts";

/** The pages, a line each: see "Add a page to the dashboard" in CONTRIBUTING.md. */
const routeTree = rootRoute.addChildren([
  startRoute,
  executionsRoute,
  executionRoute,
  compareRoute,
  bulkJobsRoute,
  bulkJobRoute,
  workflowsRoute,
  workflowRoute,
  eventsRoute,
  eventRoute,
  approvalsRoute,
  versionsRoute,
  nodeTypesRoute,
  auditRoute,
  tokensRoute,
  retentionRoute,
  healthRoute,
  signInRoute,
]);

export const router = createRouter({
  routeTree,
  basepath: "/app",
  trailingSlash: "never",
  defaultPreload: "intent",
  // A page that fails is replaced by itself. The root's own one would take the header and the navigation with it.
  defaultErrorComponent: PageFailed,
  // What the page of an address does not know, or what has no sense there, leaves the address before anybody reads it.
  search: { strict: true },
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
