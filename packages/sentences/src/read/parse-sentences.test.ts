import { expect, test } from "vitest";
import { sentencesOf } from "../model/sentences-of.ts";
import { textOf } from "../model/text-of.ts";
import { catalogue } from "../test-kit/catalogue.ts";
import { parseSentences } from "./parse-sentences.ts";
import { placeOf } from "./place-of.ts";

function canonical(text: string): string {
  const { graph, triggers, problems } = parseSentences(text, catalogue);
  expect(problems).toEqual([]);
  return textOf(sentencesOf(graph, triggers, catalogue)).trimEnd();
}

test("what somebody types on one line becomes lines", () => {
  expect(
    canonical('when order.placed and total > 1000 then notify Sales "A large order", wait 2 hours; log "done".'),
  ).toBe(
    `When order.placed arrives and total is more than 1000:
  notify "Sales" "A large order"
  wait 2 hours
  log "done"`,
  );
});

test("a decision on one line ends at a semicolon, and otherwise needs no colon", () => {
  expect(canonical('WHEN a.b: if x is CEO: log "1", log "2", otherwise log "3"; log "4"')).toBe(
    `When a.b arrives:
  if x is "CEO":
    log "1"
    log "2"
  otherwise:
    log "3"
  log "4"`,
  );
});

test("bullets, numbers, comments, smart quotation marks and uneven lines are understood", () => {
  expect(
    canonical(`# What Sales wants
When a.b arrives:   # always
  1. log “hello”
  2. together:
      - at the same time:
          - wait 1 hour 30 minutes
      - meanwhile:
          - wait 2h
     log "behind it"`),
  ).toBe(
    `When a.b arrives:
  log "hello"
  together:
    at the same time:
      wait 90 minutes
    meanwhile:
      wait 2h
  log "behind it"`,
  );
});

test.each([
  ["when a.b: notifi Sales", '"notifi" has no meaning here.', 'Did you mean "notify"?', "notifi"],
  ["when a.b: wait banana", '"banana" has no meaning here.', "such as 2 hours", "banana"],
  ["when a.b and x is more: stop", '":" has no meaning here.', "than", ":"],
  ['when a.b: notify "Sales', "no closing quotation mark", "a text for toRole", '"Sales'],
  ["when a.b: do x with y {1}", "This is not JSON", "", "{1}"],
  ["when a.b: fail saying no, log yes", "Nothing leads to", "Remove it", "log yes"],
  ["when a.b:\n  log x\n  if it fails:\n    stop", "would not be caught", "Begin that path with a step", "log x"],
])("%j is refused at its place, with a hint", (text, message, hint, place) => {
  const [problem, ...others] = parseSentences(text, catalogue).problems;
  expect(others).toEqual([]);
  expect(problem!.message).toContain(message);
  expect(problem!.hint).toContain(hint);
  expect(text.slice(problem!.from, problem!.to)).toBe(place);
});

test("each line with a mistake is told, and the others are read", () => {
  const text = 'when a.b:\n  notifi x\n  log "good"\n  wait for ever';
  const { graph, problems } = parseSentences(text, catalogue);
  expect(problems.map(({ from }) => placeOf(text, from))).toEqual([
    { line: 2, column: 3 },
    { line: 4, column: 12 },
  ]);
  expect(graph.nodes.map(({ type }) => type)).toEqual(["start", "log"]);
});

test("deep nesting and long texts are read without harm", () => {
  const deep = Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth)}together:`).join("\n");
  expect(parseSentences(`Do:\n${deep}`, catalogue).problems[0]!.message).toContain("nested too deep");
  const brackets = `when a.b and ${"(".repeat(5_000)}x`;
  expect(parseSentences(brackets, catalogue).problems.length).toBe(1);
  expect(parseSentences(`Do:\n${'  log "x"\n'.repeat(1_000)}`, catalogue).graph.nodes.length).toBe(1_001);
});
