import { createRootRoute } from "@tanstack/react-router";
import { Layout } from "./layout.tsx";
import { NotFound } from "./not-found.tsx";
import { PageFailed } from "./page-failed.tsx";

/** What every page stands in. Pages name it as their parent. */
export const rootRoute = createRootRoute({
  component: Layout,
  notFoundComponent: NotFound,
  errorComponent: PageFailed,
});
