import { randomBytes } from "node:crypto";

/** How long a sign-in for a connection may take. */
export const SIGN_IN_MS = 600_000;

/** A secret that a URL carries: 256 bits. */
export function newTicket(): string {
  return randomBytes(32).toString("base64url");
}

/** Where a sign-in begins in a browser. */
export function oauthStartUrl(publicUrl: string, ticket: string): string {
  return `${publicUrl}/oauth/start?ticket=${ticket}`;
}

/** Where services lead back to. It has to be among the redirect URIs of the client at the service. */
export function oauthCallbackUrl(publicUrl: string): string {
  return `${publicUrl}/oauth/callback`;
}
