import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SignInAnswer } from "@tempograph/nodes-sdk";
import { Provider } from "oidc-provider";
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from "openid-client";

export const CLIENT_SECRET = "canary-client-secret";
const REDIRECT_URI = "http://127.0.0.1:9/oauth/callback";

export interface OAuthServer {
  readonly issuer: string;
  readonly redirectUri: string;
  /** The form bodies of all requests for tokens. */
  readonly tokenRequests: readonly URLSearchParams[];
  /** Whether it gave this access token out, and has not taken it back. */
  isValid(accessToken: string): Promise<boolean>;
  /** Takes back a token of any kind. */
  revoke(token: string): Promise<void>;
  /** Signs in as somebody on the page, as a browser would: gives the URL to which the page leads back. */
  open(page: URL, name: string): Promise<URL>;
  /** The same with PKCE, for a page without it: gives what belongs to the answer. */
  signIn(page: URL, name: string): Promise<SignInAnswer>;
  /** Replaces the answer to requests for tokens; undefined: its own. */
  answerWith(answer: ((body: URLSearchParams) => { status: number; body: string } | undefined) | undefined): void;
  close(): Promise<void>;
}

/** A real authorization server on loopback. Its refresh tokens rotate: one that is used twice ends all tokens of the sign-in. */
export async function startOAuthServer(redirectUri: string = REDIRECT_URI): Promise<OAuthServer> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "tempograph",
        client_secret: CLIENT_SECRET,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code", "refresh_token", "client_credentials"],
        token_endpoint_auth_method: "client_secret_basic",
      },
    ],
    features: { clientCredentials: { enabled: true } },
    scopes: ["openid", "offline_access", "crm"],
    pkce: { required: () => true },
    issueRefreshToken: () => Promise.resolve(true),
    rotateRefreshToken: true,
    ttl: { AccessToken: 3_600, ClientCredentials: 3_600 },
    cookies: { keys: ["provider"] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  const handle = provider.callback();
  const tokenRequests: URLSearchParams[] = [];
  let replaced: Parameters<OAuthServer["answerWith"]>[0];
  server.on("request", (request, response) => {
    if (request.url !== "/token") return void handle(request, response);
    void (async () => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const body = new URLSearchParams(text);
      tokenRequests.push(body);
      const other = replaced?.(body);
      if (other !== undefined) {
        response.writeHead(other.status, { "content-type": "application/json" }).end(other.body);
        return;
      }
      // The body has been read, so the provider gets it parsed, as it does behind a server that parses.
      await handle(Object.assign(request, { body: Object.fromEntries(body) }), response);
    })();
  });
  return {
    issuer,
    redirectUri,
    tokenRequests,
    isValid: async (token) =>
      ((await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token))) !== undefined,
    async revoke(token) {
      const { RefreshToken, AccessToken, ClientCredentials } = provider;
      const found = [RefreshToken.find(token), AccessToken.find(token), ClientCredentials.find(token)];
      for (const each of await Promise.all<{ destroy(): Promise<void> } | undefined>(found)) await each?.destroy();
    },
    open: (page, name) => open(page, name, redirectUri),
    async signIn(page, name) {
      const verifier = randomPKCECodeVerifier();
      const more = {
        response_type: "code",
        redirect_uri: redirectUri,
        state: "state",
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      };
      for (const [key, value] of Object.entries(more)) page.searchParams.set(key, value);
      const answer = (await open(page, name, redirectUri)).searchParams;
      if (!answer.has("code")) throw new Error(`Nobody was signed in: ${answer.toString()}`);
      return { code: answer.get("code")!, issuer: answer.get("iss")!, redirectUri, verifier };
    },
    answerWith(answer) {
      replaced = answer;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function open(page: URL, name: string, redirectUri: string): Promise<URL> {
  const cookies = new Map<string, string>();
  const load = async (url: URL, form?: URLSearchParams): Promise<Response> => {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join("; ");
    const response = await fetch(url, {
      headers: { cookie },
      redirect: "manual",
      ...(form !== undefined && { method: "POST", body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === "") cookies.delete(key);
      else cookies.set(key, value);
    }
    return response;
  };
  let url = page;
  let response = await load(url);
  for (let steps = 0; steps < 12; steps += 1) {
    const location = response.headers.get("location");
    if (location !== null) {
      url = new URL(location, url);
      if (url.href.startsWith(redirectUri)) return url;
      response = await load(url);
      continue;
    }
    const text = await response.text();
    const action = /action="([^"]+)"/.exec(text)?.[1];
    if (action === undefined) throw new Error(`The page has no form: ${text.slice(0, 500)}`);
    url = new URL(action, url);
    const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? "login";
    response = await load(url, new URLSearchParams({ prompt, login: name, password: "any" }));
  }
  throw new Error(`The server did not lead back: ${url.href}`);
}
