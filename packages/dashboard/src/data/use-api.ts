import {
  keepPreviousData,
  queryOptions,
  useQuery,
  type QueryKey,
  type UseQueryOptions,
  type UseQueryResult,
} from "@tanstack/react-query";
import type { ApiError } from "./api-error.ts";
import { connection, project } from "./connection.ts";
import { useStore } from "./store.ts";
import { againAfterError } from "./query-client.ts";
import { textOf, type ApiDocument } from "./api-document.ts";
import { send } from "./send.ts";

export interface ApiQueryOptions<Data = unknown> {
  /**
   * Asks again after this time, for what has no live updates. Not while the page is hidden or the API is away. A function says it by the last answer, for
   * what comes to an end.
   */
  readonly everyMs?: number | false | ((last: Data | undefined) => number | false);
  /** Shows the answer to the variables before until the new one is there: for pages of a list. */
  readonly keepsPrevious?: boolean;
  /** Asks only while true. Default true. */
  readonly enabled?: boolean;
}

/** The key of all answers to a query, to have them read again. */
export function apiKey<Data, Variables>(document: ApiDocument<Data, Variables>): QueryKey {
  return [textOf(document).name];
}

/** A query for `queryClient.fetchQuery`, `ensureQueryData` and `useQueries`. */
export function apiQuery<Data, Variables>(
  document: ApiDocument<Data, Variables>,
  variables: Variables,
): UseQueryOptions<Data, ApiError, Data, QueryKey> & { readonly queryKey: QueryKey } {
  return queryOptions<Data, ApiError, Data, QueryKey>({
    queryKey: [...apiKey(document), variables, project.get() ?? null],
    queryFn: ({ signal }) => send(document, variables, signal),
  });
}

/** Asks the API, and keeps the answer: `const query = useApi(ExecutionsQuery, { first: 50 })`. Show it with `QueryView`. */
export function useApi<Data, Variables>(
  document: ApiDocument<Data, Variables>,
  variables: NoInfer<Variables>,
  { everyMs = false, keepsPrevious = false, enabled = true }: ApiQueryOptions<NoInfer<Data>> = {},
): UseQueryResult<Data, ApiError> {
  const isConnected = useStore(connection) === "ok";
  useStore(project);
  return useQuery({
    ...apiQuery(document, variables),
    enabled,
    refetchInterval: (query) =>
      isConnected && ((typeof everyMs === "function" ? everyMs(query.state.data) : everyMs) || againAfterError(query)),
    ...(keepsPrevious && { placeholderData: keepPreviousData }),
  });
}
