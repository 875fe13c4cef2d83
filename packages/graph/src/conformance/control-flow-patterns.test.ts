import { expect, test } from "vitest";
import { scenarios } from "./index.ts";
import { codeWords, readDocument } from "./test-kit/documents.ts";

const page = readDocument("control-flow-patterns.md");
const rows = [...page.matchAll(/^\| (\d+) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(([, number, ...cells]) => {
  const [pattern, answer, how, proof] = cells as [string, string, string, string];
  return { number: Number(number), pattern, answer, how, names: codeWords(proof) };
});
const names = new Set(scenarios.map(({ name }) => name));

test("the page lists all 43 patterns in order", () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1));
});

test.each(rows)("pattern $number: $pattern", ({ answer, how, names: proof }) => {
  expect(["yes", "partly", "no"]).toContain(answer);
  // A pattern that is not or only partly supported needs an explanation, so its text must have some length.
  expect(how.length).toBeGreaterThan(answer === "yes" ? 5 : 60);
  if (answer === "no") expect(proof).toEqual([]);
  else expect(proof.length).toBeGreaterThan(0);
  expect(proof.filter((name) => !names.has(name))).toEqual([]);
});

test("the counts at the end of the page are right", () => {
  const count = (word: string): number => rows.filter(({ answer }) => answer === word).length;
  expect(page).toContain(`${count("yes")} yes, ${count("partly")} partly, ${count("no")} no.`);
});
