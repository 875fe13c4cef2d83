import { type ConnectionSession, isNodeError, NodeError } from "@tempograph/nodes-sdk";
import * as oauth from "openid-client";
import type { OAuthClient } from "./oauth-fields.ts";

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Seconds that the access token is valid for. Undefined: the server does not say. */
  readonly expiresIn?: number;
}

const TIMEOUT_S = 15;

/** Asks an authorization server for tokens. The session conceals what it gives. Throws `NodeError`. */
export async function requestTokens(
  client: OAuthClient,
  session: Pick<ConnectionSession, "fetch" | "signal" | "conceal">,
  grant: (config: oauth.Configuration) => Promise<oauth.TokenEndpointResponse & oauth.TokenEndpointResponseHelpers>,
): Promise<Tokens> {
  const { tokenUrl, clientId, clientSecret } = client;
  try {
    const response = await grant(configurationOf(client, session));
    const { access_token: accessToken, refresh_token: refreshToken, token_type: type } = response;
    if (type !== "bearer")
      throw refused(tokenUrl, `it gives tokens of the type ${type}`, "Only bearer tokens can be used.");
    for (const secret of [accessToken, refreshToken]) if (secret !== undefined) session.conceal(secret);
    const expiresIn = response.expiresIn();
    return {
      accessToken,
      ...(refreshToken !== undefined && { refreshToken }),
      ...(expiresIn !== undefined && { expiresIn }),
    };
  } catch (error) {
    session.signal.throwIfAborted();
    throw oauthError(error, tokenUrl, `${clientId}${clientSecret === undefined ? "" : " and its secret"}`);
  }
}

function configurationOf(
  { tokenUrl, clientId, clientSecret, clientAuthentication }: OAuthClient,
  session: Pick<ConnectionSession, "fetch" | "signal">,
): oauth.Configuration {
  const authentication =
    clientSecret === undefined
      ? oauth.None()
      : clientAuthentication === "post"
        ? oauth.ClientSecretPost(clientSecret)
        : oauth.ClientSecretBasic(clientSecret);
  const server = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const config = new oauth.Configuration(server, clientId, undefined, authentication);
  config.timeout = TIMEOUT_S;
  if (tokenUrl.startsWith("http:")) oauth.allowInsecureRequests(config);
  config[oauth.customFetch] = async (url, { body, headers, method }) => {
    const response = await session.fetch(url, {
      method,
      headers,
      ...(body != null && { body: body as NonNullable<RequestInit["body"]> }),
      redirect: "manual",
      timeoutMs: TIMEOUT_S * 1_000,
      maxResponseBytes: 1024 * 1024,
    });
    return await withoutIdToken(response);
  };
  return config;
}

/** An ID token says who somebody is. Nobody asks for that here, and checking it would need more of the server's settings. */
async function withoutIdToken(response: Response): Promise<Response> {
  const text = await response.text();
  const { status, headers } = response;
  try {
    const { id_token: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return new Response(JSON.stringify(rest), { status, headers: { ...jsonType(headers), ...challenge(headers) } });
  } catch {
    return new Response(text === "" ? null : text, { status, headers: jsonType(headers) });
  }
}

function jsonType(headers: Headers): Record<string, string> {
  return { "content-type": headers.get("content-type") ?? "application/json" };
}

function challenge(headers: Headers): Record<string, string> {
  const value = headers.get("www-authenticate");
  return value === null ? {} : { "www-authenticate": value };
}

/** The server's error code is shown, its description is not: it may repeat what it was sent (I10). */
function oauthError(error: unknown, tokenUrl: string, who: string): NodeError {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 8; each = each.cause, depth += 1) {
    if (isNodeError(each)) return each;
  }
  const { status, code } = answerOf(error);
  const { origin } = new URL(tokenUrl);
  if (status !== undefined && (status === 429 || status >= 500)) return unavailable(origin, String(status));
  if (code === "temporarily_unavailable" || code === "server_error") return unavailable(origin, code);
  const hint =
    code === "invalid_grant"
      ? "Sign in again: the authorization server no longer takes what was granted."
      : code === "invalid_client" || status === 401
        ? `Check ${who}, and clientAuthentication.`
        : "Check the connection's fields against the settings of the client at the authorization server.";
  return refused(tokenUrl, code ?? (status === undefined ? "its answer is no token" : String(status)), hint, code);
}

function answerOf(error: unknown): { readonly status?: number; readonly code?: string } {
  if (error instanceof oauth.ResponseBodyError) return { status: error.status, code: error.error };
  if (error instanceof oauth.AuthorizationResponseError) return { code: error.error };
  if (error instanceof oauth.WWWAuthenticateChallengeError) return { status: error.status, code: "invalid_client" };
  const cause = error instanceof Error ? error.cause : undefined;
  return {
    ...(cause instanceof Response && { status: cause.status }),
  };
}

function unavailable(origin: string, why: string): NodeError {
  return new NodeError({
    code: "OAUTH_UNAVAILABLE",
    message: `The authorization server ${origin} gives no tokens now: ${why}.`,
    retryable: true,
    hint: "Check that the authorization server is up.",
  });
}

function refused(tokenUrl: string, why: string, hint: string, error?: string): NodeError {
  return new NodeError({
    code: "OAUTH_REFUSED",
    message: `The authorization server ${new URL(tokenUrl).origin} refuses to give tokens: ${why}.`,
    retryable: false,
    hint,
    details: error === undefined ? {} : { error },
  });
}
