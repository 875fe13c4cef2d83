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

/** The value of the rule, or the code of the error. */
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
  /** `undefined` if the reference throws. */
  readonly reference: unknown;
  readonly here: Json;
  readonly mode?: ConditionMode;
}

const DIFFERENCES: readonly Difference[] = [
  {
    what: "Lists and objects are compared by their content (`==`, `===`, `in`); the reference compares whether they are the same object in memory",
    rule: { "===": [{ var: "a" }, { var: "b" }] },
    data: { a: [1], b: [1] },
    reference: false,
    here: true,
  },
  {
    what: "A path reads only fields of the data, never properties that JavaScript adds",
    rule: { "!!": [{ var: "toString" }] },
    data: {},
    reference: true,
    here: false,
  },
  {
    what: "An object without a key is an error; in the reference it is true, so that a condition would always match",
    rule: { and: [{}] },
    data: {},
    reference: {},
    here: "CONDITION_INVALID",
  },
  {
    what: "An object with several keys is an error, too; combine rules with `and`",
    rule: { "==": [1, 2], ">": [1, 2] },
    data: {},
    reference: { "==": [1, 2], ">": [1, 2] },
    here: "CONDITION_INVALID",
  },
  {
    what: "Too many arguments of an operator are an error",
    rule: { ">": [3, 2, 9] },
    data: {},
    reference: true,
    here: "CONDITION_INVALID",
  },
  {
    what: "A result that JSON cannot represent (not a number, infinity) is null",
    rule: { "/": [1, 0] },
    data: {},
    reference: Number.POSITIVE_INFINITY,
    here: null,
  },
  {
    what: "Names of operators contain no dots, so that they cannot reach JavaScript's own functions",
    rule: { "cat.constructor.name.at": [0] },
    data: {},
    reference: undefined,
    here: "CONDITION_UNKNOWN_OPERATOR",
  },
  {
    what: "In an execution (but not in a trigger), the names event, payload, steps, vars, item, index, execution and workflow never mean fields of the payload",
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
test("docs/functions.md is up to date with the lists", async () => {
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
    "This page lists the functions for templates, which stand between `{{` and `}}`, and the operators of JSONLogic conditions. `@tempograph/graph`",
    "exports the same lists as `EXPRESSION_FUNCTIONS` and `CONDITION_OPERATOR_LIST`.",
    "",
    "## Functions of templates",
    "",
    "A template is [CEL](https://cel.dev): paths (`payload.lead.name`), texts (`\"a\"` or `'a'`), numbers, lists `[1, 2]`, maps",
    '`{"a": 1}`, `+ - * / %`, `== != < <= > >=`, `&& || !`, `condition ? a : b`, `value in list`, and these functions.',
    "",
    '* A path that leads to nothing is an error that names the path. To give a default, write `payload.?name.orValue("x")` or',
    '  `coalesce(payload.name, "x")`.',
    "* **Moments** are texts in RFC 3339, such as `2026-03-29T01:30:00Z`. Functions also give moments in this form, so that their results can be",
    "  stored and sent without a conversion. As an argument, a function also accepts a CEL `timestamp(…)`, a date, and a date and time without an",
    "  offset, which is read in the zone that is passed to the function (default UTC). A time that clocks skip becomes a later one; of a time",
    `  that clocks show twice, the earlier one counts. Zones have IANA's names. Their data (version ${TIME_ZONE_DATA_VERSION}, from 1970 on) is part of Tempograph, so`,
    "  that a result never depends on the machine.",
    "* `now()` and `uuid()` give the same value whenever a step is shown, retried or replayed. They cannot be used in the condition of a trigger.",
    `* All expressions of a node together may take ${DEFAULT_BUDGET_STEPS.toLocaleString("en")} steps and build values of ${DEFAULT_BUDGET_BYTES / 2 ** 20} MiB. The size of a value is counted before the value is`,
    "  built. Beyond these bounds the step fails with [EXPRESSION_BUDGET](errors/EXPRESSION_BUDGET.md). No expression is ever run as code.",
    "",
    'The examples use the payload `{ "lead": { "name": "Ada" } }` at 2026-03-29T01:30:00Z.',
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
    "Conditions are [JSONLogic](https://jsonlogic.com) with all operators of its reference implementation, and pass its official tests.",
    'Every value is true except `false`, `null`, `0`, `""` and `[]`.',
    "",
    'The examples use the payload `{ "lead": { "score": 90, "tags": ["a", "b"] } }`.',
    "",
    "| operator | | example |",
    "| --- | --- | --- |",
    ...CONDITION_OPERATOR_LIST.map(
      ({ name, description, example, result }) =>
        `| ${code(name)} | ${cell(description)} | ${code(spaced(example))} gives ${code(JSON.stringify(result))} |`,
    ),
    "",
    "### Differences from the reference",
    "",
    "| | rule | on | reference | here |",
    "| --- | --- | --- | --- | --- |",
    ...DIFFERENCES.map(({ what, rule, data, reference, here }) => {
      const theirs = typeof reference === "number" ? String(reference) : JSON.stringify(reference);
      return `| ${cell(what)}. | ${code(spaced(rule))} | ${code(spaced(data))} | ${theirs === undefined ? "an error" : code(theirs)} | ${code(typeof here === "string" ? here : JSON.stringify(here))} |`;
    }),
    "",
    `A condition has at most ${MAX_CONDITION_PARTS.toLocaleString("en")} parts and ${MAX_CONDITION_DEPTH} levels, and shares the budget of the node. \`log\` prints nothing. Operators cannot be added.`,
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
