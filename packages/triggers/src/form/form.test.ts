import type { FormConfig } from "@tempograph/graph";
import { createKeyRing } from "@tempograph/runtime";
import { expect, test } from "vitest";
import { isStampValid, makeStamp } from "./form-stamp.ts";
import { readForm } from "./read-form.ts";
import { renderForm, renderThanks } from "./render-form.ts";

const schema: FormConfig["schema"] = {
  type: "object",
  properties: {
    name: { type: "string", title: "Your name", minLength: 2 },
    email: { type: "string", format: "email" },
    born: { type: "string", format: "date" },
    seats: { type: "integer", minimum: 1, maximum: 9 },
    plan: { enum: ["basic", "pro"] },
    size: { enum: [1, 2] },
    news: { type: "boolean" },
    at: { type: "string", format: "time" },
    code: { type: "string", pattern: "^[A-Z]{3}$", maxLength: 3 },
    message: { type: "string", format: "textarea", description: "Anything else?" },
  },
  required: ["name", "email"],
};
const config: FormConfig = { title: "Sign up", schema };
const good = { name: "Ada", email: "ada@example.com" };

test("texts become data of the schema's types; what is empty is absent", () => {
  const sent = { ...good, born: "", seats: "3", plan: "pro", size: "2", news: "true", message: "a\r\nb", other: "x" };
  expect(readForm(config, sent)).toEqual({
    data: { ...good, seats: 3, plan: "pro", size: 2, news: true, message: "a\nb" },
  });
  expect(readForm(config, good)).toEqual({ data: { ...good, news: false } });
});

test.each<[string, Record<string, string>, string, string]>([
  ["a missing field", { name: "" }, "name", "Please fill in this field."],
  ["a text that is too short", { name: "A" }, "name", "Please write at least 2 characters."],
  ["what is no mail address", { email: "ada" }, "email", "Please write a mail address, such as ada@example.com."],
  ["what is no date", { born: "yesterday" }, "born", "Please write a date as year, month and day, such as 2026-12-24."],
  ["what is no time", { at: "25:00" }, "at", "Please write a time of day, such as 17:30."],
  ["what is no number", { seats: "many" }, "seats", "Please write a number."],
  ["a number that is too large", { seats: "10" }, "seats", "Please write a number that is not above 9."],
  ["a broken number", { seats: "1.5" }, "seats", "Please write a whole number."],
  ["what is no choice", { plan: "gold" }, "plan", "Please choose one of the list."],
  ["a text of another form", { code: "ab" }, "code", "This does not have the form that is expected here."],
  ["a text that is too long", { code: "ABCD" }, "code", "Please write at most 3 characters; there are 4."],
])("%s is an error at its field, in words for people", (_, sent, field, message) => {
  const read = readForm(config, { ...good, ...sent });
  expect("errors" in read && [...read.errors]).toEqual([[field, message]]);
});

test("a time of day is what browsers send, without a time zone", () => {
  expect(readForm(config, { ...good, at: "17:30" })).toEqual({ data: { ...good, news: false, at: "17:30" } });
});

test("a box that has to be ticked says so, on the page and when it was not", () => {
  const consent: FormConfig = {
    title: "Terms",
    schema: { type: "object", properties: { terms: { type: "boolean", const: true, title: "I agree" } } },
  };
  expect(renderForm(consent, "stamp")).toContain('required type="checkbox" value="true">I agree *</label>');
  const read = readForm(consent, {});
  expect("errors" in read && [...read.errors]).toEqual([["terms", "Please tick this box."]]);
  expect(readForm(consent, { terms: "true" })).toEqual({ data: { terms: true } });
});

test("fields stand in the order that the form names, and the others follow", () => {
  const html = renderForm({ ...config, order: ["message", "email"] }, "stamp");
  const names = [...html.matchAll(/ id="([a-z]+)"/g)].map(([, name]) => name);
  expect(names).toEqual(["message", "email", "name", "born", "seats", "plan", "size", "news", "at", "code"]);
});

test("the page has a control for each field, and shows errors at their fields with what was sent", () => {
  const html = renderForm(config, "stamp", {
    sent: { ...good, seats: "10", news: "true" },
    errors: new Map([["seats", "It is too large."]]),
  });
  expect(html).toContain(
    '<label for="name">Your name *</label><input id="name" name="name" required type="text" minlength="2" value="Ada">',
  );
  expect(html).toContain('type="email" value="ada@example.com"');
  expect(html).toContain('type="date"');
  expect(html).toContain(
    'aria-invalid="true" aria-describedby="seats-error" type="number" min="1" max="9" step="1" value="10"',
  );
  expect(html).toContain('<p class="error" id="seats-error">It is too large.</p>');
  expect(html).toContain('<option value="pro">pro</option>');
  expect(html).toContain('type="checkbox" value="true" checked>');
  expect(html).toContain("<textarea");
  expect(html).not.toContain("<script");
});

test("a new page shows the defaults, and a page that comes back shows what was sent", () => {
  const withDefaults: FormConfig = {
    title: "Sign up",
    schema: {
      type: "object",
      properties: {
        name: { type: "string", default: "Ada" },
        seats: { type: "integer", default: 2 },
        size: { enum: [1, 2], default: 2 },
        news: { type: "boolean", default: true },
        quiet: { type: "boolean", default: false },
      },
    },
  };
  const shown = (html: string) => [
    ...[...html.matchAll(/id="(name|seats)"[^>]* value="([^"]*)"/g)].map(([, , value]) => value),
    ...[...html.matchAll(/value="(\d?)" selected/g)].map(([, value]) => value),
    ...[...html.matchAll(/id="(news|quiet)"[^>]* checked/g)].map(([, name]) => name),
  ];
  expect(shown(renderForm(withDefaults, "stamp"))).toEqual(["Ada", "2", "2", "news"]);
  const errors = new Map([["seats", "It is no number."]]);
  expect(shown(renderForm(withDefaults, "stamp", { sent: { seats: "x", quiet: "true" }, errors }))).toEqual([
    ...["x", "", "quiet"],
  ]);
});

test("nothing that authors or callers write becomes markup", () => {
  const evil = `"><script>alert('1')</script>`;
  const evilConfig: FormConfig = {
    ...{ title: evil, description: evil, button: evil, thanks: { title: evil, text: evil } },
    schema: {
      type: "object",
      properties: {
        [evil]: { type: "string", title: evil, description: evil },
        choice: { enum: [evil] },
        long: { type: "string", format: "textarea" },
      },
    },
  };
  const sent = { [evil]: evil, choice: evil, long: `</textarea>${evil}` };
  for (const html of [
    renderForm(evilConfig, evil, {
      sent,
      errors: new Map([
        [evil, evil],
        ["", evil],
      ]),
    }),
    renderThanks(evilConfig),
  ]) {
    expect(html).not.toContain("<script");
    expect(html).not.toContain(`"${evil}`);
    expect(html.match(/<\/textarea>/g)?.length ?? 0).toBeLessThanOrEqual(1);
  }
});

test("a stamp counts for its form, from a second to a day after the page was made", () => {
  const key = { id: "k1", secret: Buffer.alloc(32, 1) };
  const keys = createKeyRing("test", "here", { current: "k1", keys: new Map([["k1", key]]) });
  const stamp = makeStamp(keys, "main contact", 10_000);
  const valid = (given: string, form: string, now: number) => isStampValid(keys, form, given, now);
  expect(valid(stamp, "main contact", 11_000)).toBe(true);
  expect(valid(stamp, "main contact", 10_500)).toBe(false);
  expect(valid(stamp, "main contact", 10_000 + 25 * 3_600_000)).toBe(false);
  expect(valid(stamp, "main other", 11_000)).toBe(false);
  expect(valid(stamp.replace(".10000.", ".10001."), "main contact", 12_000)).toBe(false);
  expect(valid("", "main contact", 11_000)).toBe(false);
  const other = createKeyRing("test", "here", { current: "k2", keys: new Map([["k2", { ...key, id: "k2" }]]) });
  expect(isStampValid(other, "main contact", stamp, 11_000)).toBe(false);
});
