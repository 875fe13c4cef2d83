import { textOf, type ApiDocument } from "./api-document.ts";
import { fromGraphqlError, request, type GraphqlError } from "./request.ts";

/** The variables, which may be left out where there are none. */
export type Given<Variables> =
  Record<string, never> extends Variables ? [variables?: Variables] : [variables: Variables];

/** Sends a query or a mutation. Throws an ApiError. Most code uses `useApi` and `useOperation` instead. */
export async function send<Data, Variables>(
  document: ApiDocument<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const { text: query } = textOf(document);
  const answer = (await request("POST", "/graphql", { body: { query, variables }, signal })) as {
    readonly data?: Data;
    readonly errors?: readonly GraphqlError[];
  };
  const [error] = answer.errors ?? [];
  if (error !== undefined) throw fromGraphqlError(error);
  return answer.data as Data;
}
