import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";
import { readCursors } from "../../ui/cursors.ts";
import { readBulkJobSearch } from "./bulk-job-search.ts";

export const bulkJobsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/bulk",
  validateSearch: readCursors,
  component: lazyRouteComponent(() => import("./bulk-jobs-page.tsx"), "BulkJobsPage"),
});

export const bulkJobRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/bulk/$id",
  validateSearch: readBulkJobSearch,
  component: lazyRouteComponent(() => import("./bulk-job-page.tsx"), "BulkJobPage"),
});
