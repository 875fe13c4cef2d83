import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseSentences, sentencesOf, textOf } from "./index.ts";
import { catalogue } from "./test-kit/catalogue.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/sentences.md"), "utf8");
const examples = [...page.matchAll(/<!-- text(?:: (?<kind>\w+))? -->\n\n```text\n(?<text>[^`]*)```/g)].map(
  ({ groups }) => ({ kind: groups!["kind"], text: groups!["text"]! }),
);

/** The text as it is written back. */
function canonical(text: string): string {
  const { graph, triggers, problems } = parseSentences(text, catalogue);
  expect(problems).toEqual([]);
  return textOf(sentencesOf(graph, triggers, catalogue));
}

test("the page has examples", () => {
  expect(examples.length).toBe((page.match(/```text/g) ?? []).length);
  expect(examples.length).toBeGreaterThan(6);
});

test.each(examples.filter(({ kind }) => kind === undefined))(
  "the example $text is read and written as it stands",
  ({ text }) => {
    expect(canonical(text)).toBe(text);
  },
);

test("what is typed comes out as the page says", () => {
  const find = (wanted: string) => examples.find(({ kind }) => kind === wanted)!.text;
  expect(canonical(find("typed"))).toBe(find("same"));
});

test("the conditions of the table are read", () => {
  const row = /^\| (`.*?) \| /gm;
  const sides = [...page.slice(page.indexOf("## Conditions"), page.indexOf("## Steps")).matchAll(row)].map(
    ([, left]) => left!,
  );
  const whole = sides
    .flatMap((left) => [...left.matchAll(/`([^`]+)`/g)].map(([, code]) => code!))
    .filter((code) => !code.startsWith("is "));
  expect(whole.length).toBeGreaterThan(6);
  for (const condition of whole) canonical(`When a.b arrives and ${condition}:\n  stop\n`);
});
