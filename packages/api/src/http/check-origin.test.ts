import { expect, test } from "vitest";
import { checkOrigin } from "./check-origin.ts";
import { isLoopback } from "@tempograph/runtime";

test.each(["localhost", "localhost:80", "127.0.0.1:5", "127.1.2.3:65535", "[::1]:80", "LOCALHOST:1"])(
  "Host %s is loopback",
  (host) => {
    expect(checkOrigin({ host }, true)).toBeUndefined();
  },
);
test.each([
  "",
  "a.b",
  "127.0.0.1.a.b",
  "localhost.a.b",
  "127.0.0.1:80:80",
  "::1",
  "x@localhost",
  "0.0.0.0",
  "localhost:",
  " localhost",
])("Host %j is not", (host) => {
  expect(checkOrigin({ host }, true)).toMatchObject({ status: 403, code: "HOST_NOT_ALLOWED" });
});
test("a network address accepts any Host, but no foreign Origin", () => {
  expect(checkOrigin({ host: "api.example" }, false)).toBeUndefined();
  expect(checkOrigin({ host: "api.example", origin: "https://api.example" }, false)).toBeUndefined();
  expect(checkOrigin({ host: "api.example", origin: "https://other.example" }, false)).toMatchObject({
    code: "ORIGIN_NOT_ALLOWED",
  });
  // Temporal's Web UI asks from a page of its own origin, which the API has to know.
  expect(checkOrigin({ host: "api.example", origin: "https://ui.example" }, false, "/codec/decode")).toMatchObject({
    code: "ORIGIN_NOT_ALLOWED",
    hint: expect.stringContaining("TEMPOGRAPH_TEMPORAL_UI_URL"),
  });
  expect(checkOrigin({ host: "api.example", origin: "null" }, false)).toMatchObject({ code: "ORIGIN_NOT_ALLOWED" });
});
test("addresses that count as loopback", () => {
  expect(["127.0.0.1", "::1", "localhost"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "::", "10.0.0.1", "api.example"].some(isLoopback)).toBe(false);
});
