import jsonLogic from "json-logic-js";
import { describe, expect, test, vi } from "vitest";
import type { Json } from "../definition/json.ts";
import { TIME_ZONE_DATA_VERSION } from "../time-zone/zone-data.ts";
import { createBudget, DEFAULT_BUDGET_BYTES, DEFAULT_BUDGET_STEPS } from "./budget.ts";
import type { ConditionMode } from "./compile-condition.ts";
import {
  compileCondition,
  CONDITION_OPERATORS,
  MAX_CONDITION_DEPTH,
  MAX_CONDITION_PARTS,
} from "./compile-condition.ts";
import { CONDITION_OPERATOR_LIST } from "./condition/operator-list.ts";
import { ExpressionError } from "./expression-error.ts";
import { EXPRESSION_FUNCTIONS } from "./template/functions/expression-functions.ts";

const payload = { lead: { score: 90, tags: ["a", "b"] } };

function evaluate(rule: Json, data: Json = payload, mode: ConditionMode = "trigger"): Json {
  const scope = {
    root: (name: string) => (name === "payload" ? data : undefined),
    step: () => undefined,
    steps: () => ({}),
  };
  return compileCondition(rule).value(scope, createBudget(), mode);
}

/** What it gives, or the code of the error. */
function outcome(rule: Json, data: Json, mode: ConditionMode): Json {
  try {
    return evaluate(rule, data, mode);
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
}

interface Difference {
  readonly what: string;
  readonly rule: Json;
  readonly data: Json;
  /** `undefined`: no value that JSON has. */
  readonly reference: unknown;
  readonly here: Json;
  readonly mode?: ConditionMode;
}

const DIFFERENCES: readonly Difference[] = [
  {
    what: "Lists and objects are equal when they say the same (`==`, `===`, `in`); the reference asks whether they are one and the same in memory",
    rule: { "===": [{ var: "a" }, { var: "b" }] },
    data: { a: [1], b: [1] },
    reference: false,
    here: true,
  },
  {
    what: "A path reads what the data itself has, never what JavaScript adds to it",
    rule: { "!!": [{ var: "toString" }] },
    data: {},
    reference: true,
    here: false,
  },
  {
    what: "An object without a key is no rule; the reference takes it for true, and so matches everything",
    rule: { and: [{}] },
    data: {},
    reference: {},
    here: "CONDITION_INVALID",
  },
  {
    what: "Nor is one with several keys: join rules with `and`",
    rule: { "==": [1, 2], ">": [1, 2] },
    data: {},
    reference: { "==": [1, 2], ">": [1, 2] },
    here: "CONDITION_INVALID",
  },
  {
    what: "Each operator gets as many arguments as it takes",
    rule: { ">": [3, 2, 9] },
    data: {},
    reference: true,
    here: "CONDITION_INVALID",
  },
  {
    what: "What JSON cannot say (not a number, infinity) is null",
    rule: { "/": [1, 0] },
    data: {},
    reference: Number.POSITIVE_INFINITY,
    here: null,
  },
  {
    what: "Names of operators have no dots: no way leads into JavaScript's own functions",
    rule: { "cat.constructor.name.at": [0] },
    data: {},
    reference: undefined,
    here: "CONDITION_UNKNOWN_OPERATOR",
  },
  {
    what: "In an execution (not in a trigger) event, payload, steps, vars, item, index, execution and workflow are never read from the payload's fields",
    rule: { var: "vars.limit" },
    data: { vars: { limit: 1 } },
    reference: 1,
    here: null,
    mode: "execution",
  },
];

describe("JSONLogic", () => {
  test("the list names every operator once", () => {
    expect(CONDITION_OPERATOR_LIST.map(({ name }) => name).toSorted()).toEqual(CONDITION_OPERATORS.toSorted());
  });

  test.each(CONDITION_OPERATOR_LIST.map(({ example, result }) => [example, result] as const))(
    "%j gives %j, as in the reference",
    (rule, result) => {
      const print = vi.spyOn(console, "log").mockImplementation(() => {});
      expect(evaluate(rule)).toStrictEqual(result);
      expect(print).not.toHaveBeenCalled();
      expect(jsonLogic.apply(rule as never, payload)).toStrictEqual(result);
      print.mockRestore();
    },
  );

  test.each(DIFFERENCES)("differs on purpose: $what", ({ rule, data, reference, here, mode = "trigger" }) => {
    expect(outcome(rule, data, mode)).toStrictEqual(here);
    if (reference === undefined) expect(() => jsonLogic.apply(rule as never, data)).toThrow();
    else expect(jsonLogic.apply(rule as never, data)).toStrictEqual(reference);
  });

  test("a rule changes nothing that it reads", () => {
    const before = structuredClone(payload);
    for (const { example } of CONDITION_OPERATOR_LIST) evaluate(example);
    expect(payload).toEqual(before);
  });
});

// Run with `vitest -u` after a function or an operator was changed.
test("docs/functions.md is what the lists say", async () => {
  await expect(page()).toMatchFileSnapshot("../../../../docs/functions.md");
});

function page(): string {
  const groups = [...new Set(EXPRESSION_FUNCTIONS.map(({ group }) => group))];
  const title: Readonly<Record<string, string>> = { JSON: "JSON" };
  const headline = (group: string) => title[group] ?? group.charAt(0).toUpperCase() + group.slice(1);
  return [
    "# Functions and operators",
    "",
    "<!-- Made by packages/graph/src/expression/functions-page.test.ts from the lists in the code; every example is executed there. -->",
    "",
    "What can stand between `{{` and `}}`, and what conditions are made of. The same lists are exported by `@tempograph/graph` as",
    "`EXPRESSION_FUNCTIONS` and `CONDITION_OPERATOR_LIST`.",
    "",
    "## Functions of templates",
    "",
    "A template is [CEL](https://cel.dev): paths (`payload.lead.name`), texts (`\"a\"` or `'a'`), numbers, lists `[1, 2]`, maps",
    '`{"a": 1}`, `+ - * / %`, `== != < <= > >=`, `&& || !`, `condition ? a : b`, `value in list`, and these functions.',
    "",
    '* A path that leads to nothing is an error that names it. A default is written `payload.?name.orValue("x")` or',
    '  `coalesce(payload.name, "x")`.',
    "* **Moments** are texts as RFC 3339 writes them, such as `2026-03-29T01:30:00Z`, and so is what functions of dates give: they can be",
    "  stored, sent and read as they are. A function also takes a CEL `timestamp(…)`, a date, and a date and time without an offset, which",
    "  is read in the zone that the function names (UTC if it names none). Where clocks skip a time it is the later one, where they show it",
    `  twice the earlier one. Time zones are IANA's names; their data (version ${TIME_ZONE_DATA_VERSION}, from 1970 on) is part of Tempograph, so a result never depends`,
    "  on the machine.",
    "* `now()` and `uuid()` give the same whenever a step is shown, retried or replayed. A trigger's condition has neither.",
    `* All expressions of a node together may take ${DEFAULT_BUDGET_STEPS.toLocaleString("en")} steps and build ${DEFAULT_BUDGET_BYTES / 2 ** 20} MiB; what a function builds is counted before it is built. Beyond it`,
    "  the step fails with [EXPRESSION_BUDGET](errors/EXPRESSION_BUDGET.md). Nothing is ever run as code.",
    "",
    'Examples see the payload `{ "lead": { "name": "Ada" } }`, at 2026-03-29T01:30:00Z.',
    "",
    ...groups.flatMap((group) => [
      `### ${headline(group)}`,
      "",
      "| function | | example |",
      "| --- | --- | --- |",
      ...EXPRESSION_FUNCTIONS.filter((entry) => entry.group === group).map(
        ({ signature, description, example, result }) =>
          `| ${code(signature)} | ${cell(description)} | ${code(example)} gives ${code(JSON.stringify(result))} |`,
      ),
      "",
    ]),
    "## Operators of conditions",
    "",
    "Conditions are [JSONLogic](https://jsonlogic.com) with all operators of its reference implementation. Its official tests are run on",
    'ours. True is all but `false`, `null`, `0`, `""` and `[]`.',
    "",
    'Examples see the payload `{ "lead": { "score": 90, "tags": ["a", "b"] } }`.',
    "",
    "| operator | | example |",
    "| --- | --- | --- |",
    ...CONDITION_OPERATOR_LIST.map(
      ({ name, description, example, result }) =>
        `| ${code(name)} | ${cell(description)} | ${code(spaced(example))} gives ${code(JSON.stringify(result))} |`,
    ),
    "",
    "### Where it is stricter than the reference",
    "",
    "| | rule | on | reference | here |",
    "| --- | --- | --- | --- | --- |",
    ...DIFFERENCES.map(({ what, rule, data, reference, here }) => {
      const theirs = typeof reference === "number" ? String(reference) : JSON.stringify(reference);
      return `| ${cell(what)}. | ${code(spaced(rule))} | ${code(spaced(data))} | ${theirs === undefined ? "an error" : code(theirs)} | ${code(typeof here === "string" ? here : JSON.stringify(here))} |`;
    }),
    "",
    `Besides: a rule has at most ${MAX_CONDITION_PARTS.toLocaleString("en")} parts and ${MAX_CONDITION_DEPTH} levels, and shares the node's budget; \`log\` prints nothing; operators cannot be added.`,
    "",
  ].join("\n");
}

function code(text: string): string {
  const body = text.replaceAll("|", "\\|");
  return body.includes("`") ? `\`\` ${body} \`\`` : `\`${body}\``;
}

/** Plain words; what looks like Markdown is shown as it is. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

function spaced(value: Json): string {
  return JSON.stringify(value, undefined, 1).replaceAll(/\n\s*/g, " ");
}
