import { QueryClient, type Query, type QueryKey } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";
import { connection } from "./connection.ts";

/** What was read stays fresh for this long: going back to a page shows it at once. */
const FRESH_MS = 2_000;
/** What cannot be read for now, because Postgres is away, is asked for again after this time until it can. */
const AGAIN_MS = 4_000;

/** For `refetchInterval`. While the API itself does not answer, the shell waits for it. */
export function againAfterError<Data, Failure, Result, Key extends QueryKey>({
  state: { error },
}: Query<Data, Failure, Result, Key>): number | false {
  return error instanceof ApiError && error.retryable && connection.get() === "ok" && AGAIN_MS;
}

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // When the API does not answer, the shell waits for it and then asks for everything again.
      retry: (count, error) => count < 2 && error instanceof ApiError && error.retryable && connection.get() === "ok",
      refetchOnWindowFocus: true,
      refetchInterval: againAfterError,
    },
  },
});

// What a page showed while the API was away, or for somebody else, is read again as soon as it can be.
let before = connection.get();
connection.subscribe(() => {
  const now = connection.get();
  if (now === "ok" && before !== "ok") void queryClient.invalidateQueries();
  before = now;
});
