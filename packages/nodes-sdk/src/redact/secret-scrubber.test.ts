import fc from "fast-check";
import { expect, test } from "vitest";
import { createSecretScrubber } from "./secret-scrubber.ts";

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (each) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[each]!);
const everyByte = (text: string, upper: boolean): string =>
  [...Buffer.from(text)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .map((hex) => `%${upper ? hex.toUpperCase() : hex}`)
    .join("");
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const everyUnit = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");

/** How a value turns up in what a service or a library says. */
const writers: Readonly<Record<string, (secret: string) => string>> = {
  "as it is": (secret) => secret,
  base64: (secret) => Buffer.from(secret).toString("base64"),
  "base64 after one byte": (secret) => Buffer.from(`:${secret}`).toString("base64"),
  "base64 after two bytes, with more behind": (secret) => Buffer.from(`u:${secret}:x`).toString("base64"),
  base64url: (secret) => Buffer.from(`ab${secret}`).toString("base64url"),
  "base64 in lines of 76": (secret) => {
    const encoded = Buffer.from(`${"-".repeat(50)}${secret}${"-".repeat(50)}`).toString("base64");
    return encoded.match(/.{1,76}/g)!.join("\r\n");
  },
  "base64 in a URL": (secret) => encodeURIComponent(Buffer.from(`x${secret}`).toString("base64")),
  "base64 of JSON": (secret) => Buffer.from(JSON.stringify({ key: secret })).toString("base64"),
  "base64 of a form": (secret) => Buffer.from(new URLSearchParams({ key: secret }).toString()).toString("base64"),
  hex: (secret) => Buffer.from(secret).toString("hex"),
  "hex in capitals": (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  "part of a URL": encodeURIComponent,
  "each byte percent-encoded, in capitals": (secret) => everyByte(secret, true),
  "each byte percent-encoded": (secret) => everyByte(secret, false),
  "percent-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  form: (secret) => new URLSearchParams({ "": secret }).toString().slice(1),
  JSON: inJson,
  "JSON in JSON": (secret) => inJson(inJson(secret)),
  "JSON in \\u escapes": everyUnit,
  HTML: escapeHtml,
  "JSON in HTML": (secret) => escapeHtml(inJson(secret)),
  "JSON in a URL": (secret) => encodeURIComponent(inJson(secret)),
};

const wellFormed = fc
  .string({ unit: "grapheme", minLength: 4, maxLength: 80 })
  .filter((text) => text.trim().length >= 4);
const token = fc.stringMatching(/^[A-Za-z0-9_+/=.~-]{8,60}$/);

test.each(Object.entries(writers))("a value is taken out: %s", (_name, write) => {
  fc.assert(
    fc.property(fc.oneof(token, wellFormed), fc.string(), fc.string(), (secret, before, after) => {
      const written = write(secret.trim());
      const safe = createSecretScrubber([secret]).text(`${before} ${written} ${after}`);
      expect(safe).not.toContain(written);
      expect(safe).toContain("[redacted]");
    }),
  );
});

test("a value is taken out in lower case, as it is in names of headers and of hosts", () => {
  const scrubber = createSecretScrubber(["Cnry7q9Zz8Abc"]);
  expect(scrubber.text("Calling http://bearercnry7q9zz8abc.example.com is refused")).toBe(
    "Calling http://bearer[redacted].example.com is refused",
  );
  expect(scrubber.json({ "x-cnry7q9zz8abc": 1 })).toEqual({ "x-[redacted]": 1 });
  expect(createSecretScrubber(["Test"]).text("a test of Test")).toBe("a test of [redacted]");
});

test.each(["\0", "\uFFFD", "\u200B", "\uFEFF", "\u00AD"])(
  "invisible characters such as %j hide no value",
  (invisible) => {
    const scrubber = createSecretScrubber(["Cnry7q9Zz8Abc"]);
    expect(scrubber.text(`it says ${"Cnry7q9Zz8Abc".split("").join(invisible)}.`)).toBe("it says [redacted].");
  },
);

test("only the value is taken out", () => {
  const scrubber = createSecretScrubber(["sk_live_canary"]);
  expect(scrubber.text('GET https://h.example/%22sk_live%5fcanary%22?a=1+2 {"k":"sk_live_canary\\n"}')).toBe(
    'GET https://h.example/%22[redacted]%22?a=1+2 {"k":"[redacted]\\n"}',
  );
  expect(scrubber.text("sk_live_canarysk_live_canary, sk_live")).toBe("[redacted], sk_live");
});

test("values that overlap are taken out whole", () => {
  expect(createSecretScrubber(["abcdefgh", "efghijkl"]).text("1abcdefghijkl2")).toBe("1[redacted]2");
});

test("text without any of the values stays as it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(createSecretScrubber(["canary-7f3a9", "key%2Fwith\\escapes&amp;"]).text(text)).toBe(text);
    }),
  );
});

test("values shorter than 4 characters stay, and 4 are enough", () => {
  const scrubber = createSecretScrubber(["abc", "", "   ", "wxyz"]);
  expect(scrubber.text("abc and wxyz")).toBe("abc and [redacted]");
});

test("a key of many lines is recognised by each of its lines, and by its beginning where it was cut short", () => {
  const body = Array.from({ length: 20 }, (_, line) => `${line}`.padEnd(64, "MIIEvQ")).join("\n");
  const key = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
  const scrubber = createSecretScrubber([key]);
  expect(scrubber.text(key)).toBe("[redacted]\n");
  expect(scrubber.text(body.split("\n")[7]!)).toBe("[redacted]");
  expect(scrubber.text(`error: ${JSON.stringify(key).slice(1, 300)}`)).toBe("error: [redacted]");
});

test("where a text was cut short, the beginning of a value at its end is taken out, too", () => {
  const scrubber = createSecretScrubber(["canary_0123456789_0123456789_0123456789"]);
  for (const length of [8, 9, 20, 31, 32, 33]) {
    const cut = `it says: ${"canary_0123456789_0123456789_0123456789".slice(0, length)}`;
    for (const mark of ["", "…", "..."]) expect(scrubber.text(cut + mark)).toBe(`it says: [redacted]${mark}`);
  }
  expect(scrubber.text("%20canary%5F01234")).toBe("%20[redacted]");
  expect(scrubber.text("canary_0 is no cut text")).toBe("canary_0 is no cut text");
  expect(scrubber.text("canary_")).toBe("canary_");
});

test("in JSON values and names are replaced at any depth; what has none stays the same object", () => {
  const scrubber = createSecretScrubber(["canary-1", "4711471147"]);
  const clean = { a: [1, null, true, "x"], b: { c: "y" } };
  expect(scrubber.json(clean)).toBe(clean);
  expect(
    scrubber.json({ list: ["x canary-1"], "canary-1": 1, "[redacted]": 2, pin: 4711471147, id: 47114711470, ...clean }),
  ).toEqual({
    list: ["x [redacted]"],
    "[redacted]": 1,
    "[redacted] 2": 2,
    pin: "[redacted]",
    id: 47114711470,
    ...clean,
  });
});

test("a value can be added later, and there is a limit", () => {
  const scrubber = createSecretScrubber();
  expect(scrubber.text("canary-2")).toBe("canary-2");
  scrubber.add("canary-2");
  expect(scrubber.text("canary-2")).toBe("[redacted]");
  for (let index = 0; index < 999; index += 1) scrubber.add(`canary-3-${index}`);
  expect(scrubber.text("canary-3-0 canary-3-998")).toBe("[redacted] [redacted]");
  expect(() => scrubber.add("canary-4")).toThrow(RangeError);
});

// A search that compared each place of the text with each value as a whole would exceed the test's time limit on these.
test("hostile values and texts cost time in proportion to their length", () => {
  const repeating = "a".repeat(20_000);
  const scrubber = createSecretScrubber([`${repeating}b`, `${"ab".repeat(10_000)}c`, "%25".repeat(5_000)]);
  for (const unit of ["a", "ab", "%25", "%", "+", "\\", "\\\\", "&amp;", "\n", "\0", "YWFh", "61"]) {
    scrubber.text(unit.repeat(Math.floor(200_000 / unit.length)));
  }
  expect(scrubber.text(`${repeating}b`)).toBe("[redacted]");
});
