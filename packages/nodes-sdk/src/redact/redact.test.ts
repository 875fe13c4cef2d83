import { expect, test } from "vitest";
import { redactFields, redactText, redactUrl } from "./redact.ts";
import { REDACTED } from "./redacted.ts";

test("URLs lose credentials and secret parameters", () => {
  expect(redactUrl("https://user:pw@example.com/a?token=abc&q=1")).toBe("https://example.com/a?token=[redacted]&q=1");
  expect(redactUrl("not a url")).toBe("[redacted]");
});

test("text loses what looks like a secret, and only that", () => {
  expect(redactText("GET https://u:p@h.example/x?api_key=1 failed: Bearer abc.def-ghi")).toBe(
    "GET https://h.example/x?api_key=[redacted] failed: Bearer [redacted]",
  );
  expect(redactText('{"password":"hunter2","user":"ada"}')).toBe('{"password":"[redacted]","user":"ada"}');
  expect(redactText("A basic example: see https://example.com/a.")).toBe("A basic example: see https://example.com/a.");
});

test("fields are redacted deeply; what is no JSON is named", () => {
  const circular: Record<string, unknown> = { headers: { Cookie: "s=1" }, list: [new Error("token=abc")], big: 1n };
  circular["self"] = circular;
  const redacted = JSON.stringify(redactFields(circular));
  expect(redacted).not.toMatch(/s=1|abc/);
  expect(redacted).toContain('"big":"1"');
});

// A regular expression that backtracks would exceed the test's time limit on these texts.
test("long hostile text stays as it is where it holds no secret, and loses the one that it holds", () => {
  const words = `${"a-".repeat(50_000)}password`;
  const url = `http://${"a:".repeat(50_000)}`;
  expect(redactText(words)).toBe(words);
  expect(redactText(url)).toBe(url);
  expect(redactText(`${words}=hunter2`)).toBe(`${words}=${REDACTED}`);
  expect(redactText(`${"password ".repeat(20_000)}: hunter2`)).not.toContain("hunter2");
});
