import { print } from "@0no-co/graphql.web";
import type { TadaDocumentNode } from "gql.tada";
import { fromGraphqlError, request, type GraphqlError } from "./request.ts";

/** A document with the types of its answer and of its variables. */
export type ApiDocument<Data, Variables> = TadaDocumentNode<Data, Variables>;

/** The variables, which may be left out where there are none. */
export type Given<Variables> =
  Record<string, never> extends Variables ? [variables?: Variables] : [variables: Variables];

const printed = new WeakMap<object, { readonly name: string; readonly text: string }>();

/** The name of a document, and its text as it is sent. */
export function textOf<Data, Variables>(
  document: ApiDocument<Data, Variables>,
): { readonly name: string; readonly text: string } {
  const known = printed.get(document);
  if (known !== undefined) return known;
  const definition = document.definitions.find((one) => one.kind === "OperationDefinition");
  const made = { name: definition?.name?.value ?? "unnamed", text: print(document) };
  printed.set(document, made);
  return made;
}

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
