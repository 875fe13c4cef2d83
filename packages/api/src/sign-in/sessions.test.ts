import { expect, test } from "vitest";
import { storedSessions } from "./sessions.ts";
import type { SignInConfig } from "./sign-in-config.ts";

const sessionsAt = (publicUrl: string) =>
  storedSessions(undefined as never, { publicUrl, sessionMs: 3_600_000 } as SignInConfig);

test("where browsers use https, only the cookie counts that this host itself has set over https", async () => {
  const sessions = sessionsAt("https://flows.example");
  expect(sessions.read({ cookie: "tempograph_session=planted" })).toBeUndefined();
  expect(sessions.read({ cookie: "a=b; __Host-tempograph_session=own" })).toBe("own");
  expect(await sessions.end({})).toBe("__Host-tempograph_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
});

test("on loopback the cookie has no such name, because browsers would refuse it over http", () => {
  const sessions = sessionsAt("http://127.0.0.1:1234");
  expect(sessions.read({ cookie: "tempograph_session=own" })).toBe("own");
});
