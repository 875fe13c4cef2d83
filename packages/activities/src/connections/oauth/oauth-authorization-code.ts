import { type ConnectionRequest, type ConnectionSession, defineConnection, permanent } from "@tempograph/nodes-sdk";
import * as oauth from "openid-client";
import { z } from "zod";
import { testRequest, testUrl } from "../http-fields.ts";
import { addAccessToken, giveUpAccessToken, keep } from "./access-token.ts";
import * as fields from "./oauth-fields.ts";
import { requestTokens } from "./token-request.ts";

const clientFields = z.object({
  authorizationUrl: fields.serverUrl.describe(
    "The https:// address on which people sign in: the authorization endpoint.",
  ),
  tokenUrl: fields.tokenUrl,
  issuer: fields.serverUrl
    .optional()
    .describe("The name of the authorization server. With it, an answer of another server is refused (RFC 9207)."),
  clientId: fields.clientId,
  clientSecret: fields.clientSecret.optional().describe("The client's secret; public clients have none."),
  clientAuthentication: fields.clientAuthentication,
  scope: fields.scope,
  parameters: fields.parameters.describe(
    "Further parameters of the sign-in page, such as `access_type` or `prompt`, which some servers need before they give a refresh token.",
  ),
  testUrl,
});

type Client = z.output<typeof clientFields>;

export const oauthAuthorizationCode = defineConnection({
  type: "oauth2.authorization_code",
  title: "OAuth 2 with a sign-in (authorization code)",
  description:
    "Somebody signs in once at the service (`connectionAuthorize`) and so allows Tempograph to act for them. Sends the access token as `Authorization: Bearer …` and refreshes it before it expires.",
  fields: clientFields,
  authorize: addToken,
  refused: async (request, _, session) =>
    await giveUpAccessToken(request, session, ({ refreshToken }) => refreshToken !== undefined),
  signIn: {
    page({ authorizationUrl, clientId, scope, parameters }) {
      const url = new URL(authorizationUrl);
      for (const [name, value] of Object.entries({ ...parameters, client_id: clientId, scope }))
        if (value !== undefined) url.searchParams.set(name, value);
      return url;
    },
    async finish({ code, issuer, redirectUri, verifier }, client, session) {
      if (client.issuer !== undefined && issuer !== undefined && issuer !== client.issuer)
        throw permanent("OAUTH_REFUSED", "The answer to the sign-in comes from another authorization server.", {
          hint: "Check the connection's field issuer.",
        });
      const answer = new URL(redirectUri);
      answer.searchParams.set("code", code);
      const tokens = await requestTokens(client, session, (config) =>
        oauth.authorizationCodeGrant(config, answer, {
          pkceCodeVerifier: verifier,
          expectedState: oauth.skipStateCheck,
        }),
      );
      return keep(tokens, tokens.refreshToken !== undefined);
    },
  },
  async test(ctx, client) {
    if (client.testUrl !== undefined) return await testRequest(ctx, client.testUrl);
    await addToken({ headers: new Headers() }, client, ctx.session);
    return "Somebody has signed in.";
  },
});

async function addToken(
  request: Pick<ConnectionRequest, "headers">,
  client: Client,
  session: ConnectionSession,
): Promise<void> {
  await addAccessToken(request, session, async (before) => {
    if (before?.refreshToken === undefined)
      throw signInNeeded(before === undefined ? "nobody has" : "the access has ended");
    return keep(await refreshed(client, session, before.refreshToken), true, before);
  });
}

async function refreshed(
  client: Client,
  session: ConnectionSession,
  refreshToken: string,
): ReturnType<typeof requestTokens> {
  try {
    return await requestTokens(client, session, (config) => oauth.refreshTokenGrant(config, refreshToken));
  } catch (error) {
    const { details } = error as { readonly details?: { readonly error?: string } };
    throw details?.error === "invalid_grant" ? signInNeeded("the service no longer accepts the last sign-in") : error;
  }
}

function signInNeeded(why: string) {
  return permanent("CONNECTION_SIGN_IN_NEEDED", `Somebody has to sign in for this connection: ${why}.`, {
    hint: "Call connectionAuthorize for the connection, open its URL in a browser, sign in, and retry the step.",
  });
}
