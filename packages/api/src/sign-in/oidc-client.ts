import * as oidc from "openid-client";
import { z } from "zod";
import type { SignInConfig } from "./sign-in-config.ts";

const part = z.string().min(1);

/** What the browser keeps between leaving for the provider and coming back. `to` is the page to show afterwards. */
export const pendingSignIn = z.object({ state: part, nonce: part, verifier: part, to: part });
export type PendingSignIn = Readonly<z.output<typeof pendingSignIn>>;

export interface OidcClient {
  /** The provider's page, and what to keep until the answer. */
  begin(to: string): Promise<{ readonly url: URL; readonly pending: PendingSignIn }>;
  /** The claims of the person who comes back with this URL. Throws if the answer does not belong to `pending` or is not valid. */
  finish(answer: URL, pending: PendingSignIn): Promise<Readonly<Record<string, unknown>>>;
}

/** The provider's patience in seconds. */
const TIMEOUT_S = 10;

/** Signs people in with the authorization code flow and PKCE. The provider is asked for its settings at the first sign-in. */
export function createOidcClient({ issuer, clientId, clientSecret, publicUrl }: SignInConfig): OidcClient {
  const redirectUri = `${publicUrl}/auth/callback`;
  let discovered: Promise<oidc.Configuration> | undefined;

  function discover(): Promise<oidc.Configuration> {
    const execute = issuer.protocol === "http:" ? [oidc.allowInsecureRequests] : [];
    discovered ??= oidc
      .discovery(issuer, clientId, clientSecret, clientSecret === undefined ? oidc.None() : undefined, {
        execute,
        timeout: TIMEOUT_S,
      })
      .catch((error: unknown) => {
        discovered = undefined;
        throw error;
      });
    return discovered;
  }

  return {
    async begin(to) {
      const config = await discover();
      const pending = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        to,
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: "openid profile email",
        code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: "S256",
        state: pending.state,
        nonce: pending.nonce,
      });
      return { url, pending };
    },
    async finish(answer, { state, nonce, verifier }) {
      const config = await discover();
      const tokens = await oidc.authorizationCodeGrant(config, answer, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      // Some providers put groups and the address only here.
      const more =
        config.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
      return { ...more, ...claims };
    },
  };
}
