import { secretField } from "@tempograph/nodes-sdk";
import { z } from "zod";

/** Credentials go to these addresses, so they need TLS; plain HTTP is for a server on this machine. */
export const serverUrl = z
  .string()
  .max(2_000)
  .regex(/^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?:[/?]|$))/, "an https:// URL");

export const tokenUrl = serverUrl.describe(
  "The https:// address that gives tokens out: the authorization server's token endpoint.",
);

export const clientId = z.string().min(1).max(1_000).describe("The id that the authorization server gave this client.");

export const clientSecret = secretField(z.string().min(1).max(4_000)).describe(
  "The secret that belongs to the client id.",
);

export const clientAuthentication = z
  .enum(["basic", "post"])
  .default("basic")
  .describe("How the client shows its secret: in the header `Authorization`, or in the body.");

export const scope = z.string().max(4_000).optional().describe("The scopes to ask for, with spaces between them.");

const OWN =
  /^(?:client_id|client_secret|code|code_challenge|code_challenge_method|code_verifier|grant_type|redirect_uri|refresh_token|response_type|scope|state)$/;

/** Parameters that some servers ask for, such as `audience` or `access_type`. */
export const parameters = z
  .record(z.string().max(100), z.string().max(2_000))
  .refine((all) => !Object.keys(all).some((name) => OWN.test(name)), "names a parameter that OAuth sets itself")
  .optional();

/** What all requests for tokens need. */
export interface OAuthClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly clientAuthentication: "basic" | "post";
}
