import { runNode, keepInMemory } from "@tempograph/nodes-sdk/testing";
import { type ConnectionSession, createEgressFetch, type NodeError } from "@tempograph/nodes-sdk";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { httpCall } from "../../nodes/http-call.ts";
import { CLIENT_SECRET, type OAuthServer, startOAuthServer } from "../../test-kit/oauth-server.ts";
import { startTestServer, type TestServer } from "../../test-kit/test-server.ts";
import type { KeptTokens } from "./access-token.ts";
import { oauthAuthorizationCode } from "./oauth-authorization-code.ts";
import { oauthClientCredentials } from "./oauth-client-credentials.ts";

let server: OAuthServer;
let service: TestServer;
const egress = createEgressFetch({ allow: ["127.0.0.1"] });
beforeAll(async () => {
  server = await startOAuthServer();
  service = await startTestServer(async ({ headers }, response) => {
    const token = headers.authorization?.replace("Bearer ", "") ?? "";
    response.writeHead((await server.isValid(token)) ? 200 : 401).end();
  });
});
afterAll(() => Promise.all([server.close(), service.close(), egress.close()]));

let kept: ReturnType<typeof keepInMemory>;
let concealed: string[];
beforeEach(() => {
  kept = keepInMemory();
  concealed = [];
});
afterEach(() => server.answerWith(undefined));

const session = (): ConnectionSession => ({
  fetch: egress,
  signal: new AbortController().signal,
  kept,
  conceal: (secret) => void concealed.push(secret),
});
const machine = (more: object = {}) => ({
  tokenUrl: `${server.issuer}/token`,
  clientId: "tempograph",
  clientSecret: CLIENT_SECRET,
  scope: "crm",
  ...more,
});
const person = (more: object = {}) => ({
  ...machine({ authorizationUrl: `${server.issuer}/auth`, issuer: server.issuer }),
  scope: "openid offline_access crm",
  parameters: { prompt: "consent" },
  ...more,
});

/** One attempt of `http_call` with a connection. */
const call = async (type: typeof oauthClientCredentials | typeof oauthAuthorizationCode, fields: object) =>
  await runNode(
    httpCall,
    { url: service.url },
    {
      allow: ["127.0.0.1"],
      retry: { maximumAttempts: 1 },
      connection: { type: type as never, fields: fields as never, kept },
    },
  );
const status = async (...args: Parameters<typeof call>) => {
  const { output, error } = await call(...args);
  return (output as { status: number } | undefined)?.status ?? error?.code;
};

async function signIn(change: { readonly issuer?: string } = {}): Promise<void> {
  const client = oauthAuthorizationCode.fields.parse(person());
  const answer = await server.signIn(oauthAuthorizationCode.signIn!.page(client), "kim");
  const tokens = await oauthAuthorizationCode.signIn!.finish({ ...answer, ...change }, client, session());
  await kept.renew(() => Promise.resolve(tokens));
}
const expire = async () => {
  await kept.renew((tokens) => Promise.resolve({ ...tokens, renewAt: 0 }));
};
const grants = () => server.tokenRequests.map((request) => request.get("grant_type"));
const refreshes = () => grants().filter((grant) => grant === "refresh_token").length;

test("client credentials: many attempts use one token, which is replaced before it expires", async () => {
  const before = server.tokenRequests.length;
  const many = await Promise.all([1, 2, 3, 4].map(() => status(oauthClientCredentials, machine())));
  expect(many).toEqual([200, 200, 200, 200]);
  expect(server.tokenRequests.length - before).toBe(1);
  const first = (await kept.read()) as KeptTokens;
  expect(first.renewAt! - Date.now()).toBeGreaterThan(3_500_000);
  await expire();
  expect(await status(oauthClientCredentials, machine())).toBe(200);
  expect(((await kept.read()) as KeptTokens).accessToken).not.toBe(first.accessToken);
});

test("somebody signs in, and steps act for them until they have to sign in again", async () => {
  expect(await status(oauthAuthorizationCode, person())).toBe("CONNECTION_SIGN_IN_NEEDED");
  expect(kept.problem()).toBe("CONNECTION_SIGN_IN_NEEDED");
  await signIn();
  expect(kept.problem()).toBeUndefined();
  expect(await status(oauthAuthorizationCode, person())).toBe(200);
});

test("a refresh token that rotates is used once, however many attempts come at the same time", async () => {
  await signIn();
  for (let round = 0; round < 3; round += 1) {
    const { refreshToken } = (await kept.read()) as KeptTokens;
    const before = refreshes();
    await expire();
    const many = await Promise.all([1, 2, 3, 4, 5].map(() => status(oauthAuthorizationCode, person())));
    expect(many).toEqual([200, 200, 200, 200, 200]);
    expect(refreshes() - before).toBe(1);
    expect(((await kept.read()) as KeptTokens).refreshToken).not.toBe(refreshToken);
  }
});

test("an answer without a new refresh token leaves the old one valid", async () => {
  await signIn();
  const { refreshToken } = (await kept.read()) as KeptTokens;
  server.answerWith(() => ({ status: 200, body: '{"access_token":"next","token_type":"Bearer","expires_in":60}' }));
  await expire();
  await call(oauthAuthorizationCode, person());
  expect(await kept.read()).toMatchObject({ accessToken: "next", refreshToken });
});

/** A step with the connection, with the attempts that it is given by default. */
const step = async (type: typeof oauthClientCredentials | typeof oauthAuthorizationCode, fields: object, url: string) =>
  await runNode(
    httpCall,
    { url },
    { allow: ["127.0.0.1"], connection: { type: type as never, fields: fields as never, kept } },
  );
const codesOf = ({ attempts }: Awaited<ReturnType<typeof step>>) => attempts.map(({ failure }) => failure?.code);

test("an access token that is refused before it expires is renewed once, and the next attempt sends the request again", async () => {
  await signIn();
  for (const [type, fields] of [
    [oauthAuthorizationCode, person()],
    [oauthClientCredentials, machine()],
  ] as const) {
    await status(type, fields);
    await server.revoke(((await kept.read()) as KeptTokens).accessToken);
    const before = grants().length;
    const steps = await Promise.all([1, 2, 3].map(() => step(type, fields, service.url)));
    for (const each of steps) {
      expect(each.output).toMatchObject({ status: 200 });
      expect(codesOf(each)).toEqual(["CONNECTION_TOKEN_REFUSED", undefined]);
    }
    expect(grants().length - before).toBe(1);
    kept = keepInMemory();
  }
});

test("a service that refuses the new token, too, has another reason: the step fails, and no more tokens are asked for", async () => {
  const refusing = await startTestServer((_, response) => void response.writeHead(401).end());
  const first = await step(oauthClientCredentials, machine(), refusing.url);
  expect(codesOf(first)).toEqual(["CONNECTION_TOKEN_REFUSED", "HTTP_STATUS"]);
  expect(first.error?.details).toMatchObject({ status: 401 });
  const before = grants().length;
  expect(codesOf(await step(oauthClientCredentials, machine(), refusing.url))).toEqual(["HTTP_STATUS"]);
  expect(grants().length).toBe(before);
  await refusing.close();
});

test("an access token that cannot be renewed is not given up because one service refuses it", async () => {
  await kept.renew(() => Promise.resolve({ accessToken: "alone" }));
  expect(codesOf(await step(oauthAuthorizationCode, person(), service.url))).toEqual(["HTTP_STATUS"]);
  expect(await kept.read()).toEqual({ accessToken: "alone" });
});

test("tokens that the service took back ask for a new sign-in, with the operation's name", async () => {
  await signIn();
  await server.revoke(((await kept.read()) as KeptTokens).refreshToken!);
  await expire();
  const { error } = await call(oauthAuthorizationCode, person());
  expect(error).toMatchObject({ code: "CONNECTION_SIGN_IN_NEEDED", retryable: false });
  expect(error?.hint).toContain("connectionAuthorize");
  expect(kept.problem()).toBe("CONNECTION_SIGN_IN_NEEDED");
});

test.each([
  ["http://localhost:1@evil.example/token", false],
  ["http://127.0.0.1:80:80@evil.example/", false],
  ["http://evil.example/token", false],
  ["http://localhost.evil.example/", false],
  ["http://localhost:8080/token", true],
  ["http://127.0.0.1/token", true],
  ["http://[::1]:8080", true],
  ["https://login.example.com/token", true],
])("a server's address without TLS is on this machine: %s", (url, isGood) => {
  expect(oauthClientCredentials.fields.shape.tokenUrl.safeParse(url).success).toBe(isGood);
});

test("the answer of another authorization server is refused", async () => {
  await expect(signIn({ issuer: "https://other.example" })).rejects.toMatchObject({
    code: "OAUTH_REFUSED",
  });
});

test.each([
  [400, '{"error":"invalid_scope","error_description":"canary-description"}', "OAUTH_REFUSED", false],
  [401, '{"error":"invalid_client"}', "OAUTH_REFUSED", false],
  [400, '{"error":"temporarily_unavailable"}', "OAUTH_UNAVAILABLE", true],
  [503, "<h1>canary-description</h1>", "OAUTH_UNAVAILABLE", true],
  [429, "", "OAUTH_UNAVAILABLE", true],
  [200, "canary-description", "OAUTH_REFUSED", false],
  [200, '{"access_token":"t","token_type":"mac"}', "OAUTH_REFUSED", false],
  [302, "", "OAUTH_REFUSED", false],
])("an answer %i %s to a request for tokens is %s", async (code, body, expected, retryable) => {
  server.answerWith(() => ({ status: code, body }));
  const { error } = await call(oauthClientCredentials, machine());
  expect(error).toMatchObject({ code: expected, retryable });
  const shown = JSON.stringify([error?.message, error?.hint, error?.details]);
  for (const secret of ["canary-description", CLIENT_SECRET]) expect(shown).not.toContain(secret);
});

test("a server that cannot be reached, or may not be, is told as for any other call", async () => {
  const closed = await startTestServer(() => undefined);
  await closed.close();
  expect(await status(oauthClientCredentials, machine({ tokenUrl: `${closed.url}/token` }))).toBe("NETWORK_ERROR");
  const { error } = await runNode(
    httpCall,
    { url: "http://127.0.0.1:1" },
    { connection: { type: oauthClientCredentials as never, fields: machine() as never } },
  );
  expect(error).toMatchObject({ code: "EGRESS_REFUSED" });
});

test("tokens are concealed wherever they come from", async () => {
  await signIn();
  const tokens = (await kept.read()) as KeptTokens;
  expect(concealed).toEqual(expect.arrayContaining([tokens.accessToken, tokens.refreshToken]));
  concealed = [];
  const fields = oauthAuthorizationCode.fields.parse(person());
  const request = { method: "GET", url: new URL(service.url), headers: new Headers(), bodyIsStream: false };
  await oauthAuthorizationCode.authorize!(request, fields, session());
  expect(concealed).toEqual(expect.arrayContaining([tokens.accessToken, tokens.refreshToken]));
});

test("a test of a connection for which somebody signs in says whether somebody has, where it names no address", async () => {
  const tested = async () =>
    await oauthAuthorizationCode.test!(
      { fetch: egress, session: session() } as never,
      oauthAuthorizationCode.fields.parse(person()),
    );
  await expect(tested()).rejects.toMatchObject({ code: "CONNECTION_SIGN_IN_NEEDED" });
  await signIn();
  expect(await tested()).toBe("Somebody has signed in.");
});

test("a test of client credentials asks for a token", async () => {
  const context = { fetch: egress, session: session() } as never;
  const fields = oauthClientCredentials.fields.parse(machine());
  expect(await oauthClientCredentials.test!(context, fields)).toBe("The authorization server gave a token.");
  const wrong: NodeError = await Promise.resolve(
    oauthClientCredentials.test!(context, { ...fields, clientSecret: "wrong" }),
  ).then(
    () => expect.fail("should have failed"),
    (error: NodeError) => error,
  );
  expect(wrong).toMatchObject({ code: "OAUTH_REFUSED", details: { error: "invalid_client" } });
});

test.each([
  { tokenUrl: "http://auth.example/token" },
  { tokenUrl: "ftp://auth.example" },
  { tokenUrl: "http://127.0.0.1.evil.example/token" },
  { parameters: { redirect_uri: "https://evil.example" } },
  { clientSecret: "" },
])("fields are refused: %j", (more) => {
  expect(oauthClientCredentials.fields.safeParse(machine(more)).success).toBe(false);
});
