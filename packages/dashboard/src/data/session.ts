import type { QueryKey, UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ApiError } from "./api-error.ts";
import { connection } from "./connection.ts";
import { graphql, type ResultOf } from "./graphql.ts";
import { queryClient } from "./query-client.ts";
import { request } from "./request.ts";
import { send } from "./send.ts";
import { apiQuery, useApi } from "./use-api.ts";

const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      name
      roles
      project
    }
    allowedOperations {
      name
    }
  }
`);

type Answer = ResultOf<typeof ViewerQuery>;
export type Viewer = Answer["viewer"];

/** Who is signed in, and what the person's roles allow. */
export function useViewer(): UseQueryResult<Answer, ApiError> {
  return useApi(ViewerQuery, {});
}

/**
 * Whether the person may do something: `may("executionPause")`, with the name of an operation as GraphQL has it. False until it is known, so that
 * no button appears that would be refused.
 */
export function useMay(): (operation: string) => boolean {
  const operations = useViewer().data?.allowedOperations;
  return useMemo(() => {
    const names = new Set(operations?.map(({ name }) => name));
    return (operation) => names.has(operation);
  }, [operations]);
}

/** Begins a session with a token, which the page forgets. */
export async function signInWithToken(token: string): Promise<void> {
  await request("POST", "/auth/session", { headers: { authorization: `Bearer ${token}` }, needsSession: false });
  await begun();
}

/** Begins a session with the code of a link. */
export async function signInWithLink(code: string): Promise<void> {
  await request("POST", "/auth/links/open", { body: { code }, needsSession: false });
  await begun();
}

export async function signOut(): Promise<void> {
  await request("POST", "/auth/logout", { needsSession: false });
  connection.set("signedOut");
  queryClient.clear();
}

/** How people can sign in here. */
export async function signInMethods(): Promise<{ readonly provider: boolean }> {
  return (await request("GET", "/auth/methods", { needsSession: false })) as { readonly provider: boolean };
}

/** The same person goes on where the session ended, with everything that was typed; somebody else sees nothing of what was read before. */
async function begun(): Promise<void> {
  const before = queryClient.getQueryData<Answer>(viewerKey())?.viewer;
  const { viewer: now } = await send(ViewerQuery, {});
  if (before?.name !== now.name || before.project !== now.project) await queryClient.resetQueries();
  // What is shown is read again, by `query-client.ts`.
  connection.set("ok");
}

const viewerKey = (): QueryKey => apiQuery(ViewerQuery, {}).queryKey;
