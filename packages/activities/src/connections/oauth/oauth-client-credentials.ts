import { defineConnection } from "@tempograph/nodes-sdk";
import { clientCredentialsGrant } from "openid-client";
import { z } from "zod";
import { testRequest, testUrl } from "../http-fields.ts";
import { accessToken, hashOf, keep } from "./access-token.ts";
import * as fields from "./oauth-fields.ts";
import { requestTokens } from "./token-request.ts";

export const oauthClientCredentials = defineConnection({
  type: "oauth2.client_credentials",
  title: "OAuth 2 for programs (client credentials)",
  description:
    "Gets an access token for a client id and its secret, and sends it as `Authorization: Bearer …`. The token is shared by all workers and replaced before it expires.",
  fields: z.object({
    tokenUrl: fields.tokenUrl,
    clientId: fields.clientId,
    clientSecret: fields.clientSecret,
    clientAuthentication: fields.clientAuthentication,
    scope: fields.scope,
    parameters: fields.parameters.describe("Further parameters of the request for tokens, such as `audience`."),
    testUrl,
  }),
  async authorize({ headers }, client, session) {
    const { scope, parameters } = client;
    const of = hashOf(client.tokenUrl, client.clientId, client.clientSecret, scope, JSON.stringify(parameters));
    const token = await accessToken(session, of, async () => {
      const asked = { ...parameters, ...(scope !== undefined && { scope }) };
      return keep(await requestTokens(client, session, (config) => clientCredentialsGrant(config, asked)), of, true);
    });
    headers.set("Authorization", `Bearer ${token}`);
  },
  async test(ctx, client) {
    if (client.testUrl !== undefined) return await testRequest(ctx, client.testUrl);
    const asked = { ...client.parameters, ...(client.scope !== undefined && { scope: client.scope }) };
    await requestTokens(client, ctx.session, (config) => clientCredentialsGrant(config, asked));
    return "The authorization server gave a token.";
  },
});
