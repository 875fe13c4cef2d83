import { expect, test } from "vitest";
import { storedSessions } from "./sessions.ts";

const sessionsAt = (publicUrl?: string) => storedSessions(undefined as never, { publicUrl });

test.each([
  ["a known https address", "https://flows.example", "127.0.0.1:8080"],
  ["a name that others know", undefined, "flows.example"],
])("at %s only the cookie counts that this host itself has set over https", async (_what, publicUrl, host) => {
  const sessions = sessionsAt(publicUrl);
  expect(sessions.read({ host, cookie: "tempograph_session=planted" })).toBeUndefined();
  expect(sessions.read({ host, cookie: "a=b; __Host-tempograph_session=own" })).toBe("own");
  expect(await sessions.end({ host })).toBe(
    "__Host-tempograph_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure",
  );
});

test.each([undefined, "http://127.0.0.1:1234"])(
  "on loopback the cookie has no such name, because browsers would refuse it over http (%s)",
  async (publicUrl) => {
    const sessions = sessionsAt(publicUrl);
    const host = "127.0.0.1:1234";
    expect(sessions.read({ host, cookie: "tempograph_session=own" })).toBe("own");
    expect(await sessions.end({ host })).not.toContain("Secure");
  },
);
