import { defineConnection } from "@tempograph/nodes-sdk";
import { clientCredentialsGrant } from "openid-client";
import { z } from "zod";
import { testRequest, testUrl } from "../http-fields.ts";
import { addAccessToken, giveUpAccessToken, keep } from "./access-token.ts";
import * as fields from "./oauth-fields.ts";
import { requestTokens } from "./token-request.ts";

const clientFields = z.object({
  tokenUrl: fields.tokenUrl,
  clientId: fields.clientId,
  clientSecret: fields.clientSecret,
  clientAuthentication: fields.clientAuthentication,
  scope: fields.scope,
  parameters: fields.parameters.describe("Further parameters of the request for tokens, such as `audience`."),
  testUrl,
});

export const oauthClientCredentials = defineConnection({
  type: "oauth2.client_credentials",
  title: "OAuth 2 for programs (client credentials)",
  description:
    "Gets an access token for a client id and its secret, and sends it as `Authorization: Bearer …`. The token is shared by all workers and replaced before it expires.",
  fields: clientFields,
  authorize: async (request, client, session) =>
    await addAccessToken(request, session, async (before) => keep(await tokensFor(client, session), true, before)),
  refused: async (request, _, session) => await giveUpAccessToken(request, session, () => true),
  async test(ctx, client) {
    if (client.testUrl !== undefined) return await testRequest(ctx, client.testUrl);
    await tokensFor(client, ctx.session);
    return "The authorization server gave a token.";
  },
});

async function tokensFor(
  client: z.output<typeof clientFields>,
  session: Parameters<typeof requestTokens>[1],
): ReturnType<typeof requestTokens> {
  const asked = { ...client.parameters, ...(client.scope !== undefined && { scope: client.scope }) };
  return await requestTokens(client, session, (config) => clientCredentialsGrant(config, asked));
}
