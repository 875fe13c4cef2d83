import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readCursors, type Cursors } from "../../ui/index.ts";
import { rootRoute } from "../../shell/root-route.ts";

/** What is compared: a version's number, or the draft. */
export type Compared = number | "DRAFT";

/** With the page of the list that is shown. */
export interface VersionsSearch extends Cursors {
  /** Absent: the published version. */
  readonly from?: Compared;
  /** Absent: the draft. */
  readonly to?: Compared;
}

export const versionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/workflows/$id/versions",
  validateSearch: (search: Readonly<Record<string, unknown>>): VersionsSearch => ({
    ...readCursors(search),
    ...(isCompared(search["from"]) && { from: search["from"] }),
    ...(isCompared(search["to"]) && { to: search["to"] }),
  }),
  component: lazyRouteComponent(() => import("./versions-page.tsx"), "VersionsPage"),
});

function isCompared(value: unknown): value is Compared {
  return value === "DRAFT" || (Number.isInteger(value) && (value as number) > 0);
}
