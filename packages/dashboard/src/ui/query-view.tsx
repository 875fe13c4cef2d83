import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactElement, ReactNode } from "react";
import type { ApiError } from "../data/index.ts";
import { ErrorPanel } from "./error-panel.tsx";
import { OldData } from "./old-data.tsx";
import { Loading } from "./loading.tsx";

interface Props<Data> {
  readonly query: Pick<UseQueryResult<Data, ApiError>, "data" | "error" | "refetch">;
  readonly children: (data: Data) => ReactNode;
  /** In place of grey lines while it loads for the first time. */
  readonly loading?: ReactNode;
}

/** Shows the answer to a query: grey lines while there is none, the error if there is one, and the last good answer below it. */
export function QueryView<Data>({ query, children, loading }: Props<Data>): ReactElement {
  const { data, error, refetch } = query;
  // The shell says that the API is away, or that nobody is signed in. Meanwhile the page keeps what it shows.
  const isOld = data !== undefined && error?.retryable === true;
  const isShown = error !== null && error.code !== "UNAUTHORIZED" && !isOld;
  return (
    <>
      {isOld && error.code !== "API_UNREACHABLE" && <OldData error={error} />}
      {isShown && <ErrorPanel error={error} title="This could not be read" onRetry={refetch} />}
      {data === undefined ? !isShown && (loading ?? <Loading />) : children(data)}
    </>
  );
}
