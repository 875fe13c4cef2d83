import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.ts";

/** What is compared: a version's number, or the draft. */
export type Compared = number | "DRAFT";

export interface VersionsSearch {
  /** Absent: the published version. */
  readonly from?: Compared;
  /** Absent: the draft. */
  readonly to?: Compared;
}

export const versionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/workflows/$id/versions",
  validateSearch: ({ from, to }: Readonly<Record<string, unknown>>): VersionsSearch => ({
    ...(isCompared(from) && { from }),
    ...(isCompared(to) && { to }),
  }),
  component: lazyRouteComponent(() => import("./versions-page.tsx"), "VersionsPage"),
});

function isCompared(value: unknown): value is Compared {
  return value === "DRAFT" || (Number.isInteger(value) && (value as number) > 0);
}
