import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { toApiError } from "../data/index.ts";
import { Empty, ErrorPanel, PageFrame } from "../ui/index.ts";

/** A part of the dashboard that could not be loaded: the API serves another version by now, or is away. */
const LOADING_FAILED = /dynamically imported module|Importing a module|preload/i;

/** Stands in place of a page whose code has failed; everything around it goes on. */
export function PageFailed({ error, reset }: ErrorComponentProps): ReactElement {
  if (LOADING_FAILED.test(toApiError(error).message))
    return (
      <PageFrame title="This page could not be loaded">
        <Empty title="The dashboard was updated, or the API is away">
          <Button mt="sm" onClick={() => location.reload()}>
            Reload
          </Button>
        </Empty>
      </PageFrame>
    );
  return (
    <PageFrame title="This page has failed">
      <ErrorPanel error={error} onRetry={reset} />
    </PageFrame>
  );
}
