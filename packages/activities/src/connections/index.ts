import type { ConnectionType } from "@tempograph/nodes-sdk";
import { httpBasic } from "./http-basic.ts";
import { httpBearer } from "./http-bearer.ts";
import { httpHeader } from "./http-header.ts";
import { httpHmac } from "./http-hmac.ts";
import { httpQuery } from "./http-query.ts";
import { oauthAuthorizationCode } from "./oauth/oauth-authorization-code.ts";
import { oauthClientCredentials } from "./oauth/oauth-client-credentials.ts";
import { postgres } from "./postgres.ts";
import { smtp } from "./smtp.ts";
import { webhookSecret } from "./webhook-secret.ts";

/** The connection types that every stack has. */
export const builtinConnections: readonly ConnectionType[] = [
  httpHeader,
  httpBearer,
  httpBasic,
  httpQuery,
  httpHmac,
  oauthClientCredentials,
  oauthAuthorizationCode,
  smtp,
  postgres,
  webhookSecret,
];

/** Those of them that add credentials to HTTP requests, for nodes that take any. */
export const HTTP_CONNECTIONS: readonly string[] = builtinConnections
  .filter(({ authorize }) => authorize !== undefined)
  .map(({ type }) => type);
