import type { UseQueryResult } from "@tanstack/react-query";
import type { ApiError } from "./api-error.ts";
import { connection } from "./connection.ts";
import { graphql, type ResultOf } from "./graphql.ts";
import { queryClient } from "./query-client.ts";
import { request } from "./request.ts";
import { useApi } from "./use-api.ts";

const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      name
      roles
      project
      permissions
    }
  }
`);

export type Viewer = ResultOf<typeof ViewerQuery>["viewer"];

/** What a role may allow: the permissions of the API's roles. */
export type Permission =
  | "read"
  | "payloads"
  | "workflows"
  | "events"
  | "start"
  | "steer"
  | "state"
  | "decide"
  | "audit"
  | "installation"
  | "tokens"
  | "connections"
  | "secretReferences";

/** Who is signed in. */
export function useViewer(): UseQueryResult<{ readonly viewer: Viewer }, ApiError> {
  return useApi(ViewerQuery, {});
}

/** Whether the person may do something. False until it is known, so that no button appears that would be refused. */
export function useMay(permission: Permission): boolean {
  return useViewer().data?.viewer.permissions.includes(permission) ?? false;
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

/** Another person may have signed in, so nothing that was read before is shown; what somebody typed stays. */
async function begun(): Promise<void> {
  connection.set("ok");
  await queryClient.resetQueries();
}
