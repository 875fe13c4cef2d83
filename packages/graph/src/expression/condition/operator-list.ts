import type { Json } from "../../definition/json.ts";

/** What editors and the documentation say about an operator of JSONLogic. */
export interface ConditionOperator {
  readonly name: string;
  readonly group: "data" | "logic" | "comparison" | "numbers" | "lists" | "text" | "other";
  readonly description: string;
  /** A rule on the payload `{ "lead": { "score": 90, "tags": ["a", "b"] } }`. */
  readonly example: Json;
  /** What the example gives. */
  readonly result: Json;
}

const score = { var: "lead.score" };
const tags = { var: "lead.tags" };
const element = { var: "" };

/** The operators of conditions, in the order of the page `docs/functions.md`. */
export const CONDITION_OPERATOR_LIST: readonly ConditionOperator[] = [
  {
    name: "var",
    group: "data",
    description: "The value at a path. If there is none, the second argument, or null.",
    example: { var: ["lead.title", "none"] },
    result: "none",
  },
  {
    name: "missing",
    group: "data",
    description: "The paths that lead to nothing, to null or to an empty text.",
    example: { missing: ["lead.score", "lead.title"] },
    result: ["lead.title"],
  },
  {
    name: "missing_some",
    group: "data",
    description: "An empty list if at least this many of the paths have a value, otherwise the paths that are missing.",
    example: { missing_some: [1, ["lead.score", "lead.title"]] },
    result: [],
  },
  {
    name: "if",
    group: "logic",
    description:
      "Takes pairs of a condition and a value, and a last value for else. Gives the value after the first condition that is true.",
    example: { if: [{ ">": [score, 95] }, "hot", { ">": [score, 50] }, "warm", "cold"] },
    result: "warm",
  },
  { name: "?:", group: "logic", description: "The same as if.", example: { "?:": [true, 1, 2] }, result: 1 },
  {
    name: "and",
    group: "logic",
    description: "The first argument that is not true, otherwise the last one.",
    example: { and: [{ ">": [score, 50] }, { in: ["a", tags] }] },
    result: true,
  },
  {
    name: "or",
    group: "logic",
    description: "The first argument that is true, otherwise the last one.",
    example: { or: [{ var: "lead.title" }, "none"] },
    result: "none",
  },
  { name: "!", group: "logic", description: "Whether the argument is not true.", example: { "!": [[]] }, result: true },
  {
    name: "!!",
    group: "logic",
    description: "Whether the argument is true: anything but false, null, 0, an empty text and an empty list.",
    example: { "!!": ["0"] },
    result: true,
  },
  {
    name: "==",
    group: "comparison",
    description:
      "Whether the arguments are equal. A text and a number are compared as numbers; lists and objects are compared by their content.",
    example: { "==": [1, "1"] },
    result: true,
  },
  {
    name: "===",
    group: "comparison",
    description:
      "Whether the arguments are equal and of the same type. Lists and objects are compared by their content.",
    example: { "===": [1, "1"] },
    result: false,
  },
  { name: "!=", group: "comparison", description: "The opposite of ==.", example: { "!=": [1, 2] }, result: true },
  { name: "!==", group: "comparison", description: "The opposite of ===.", example: { "!==": [1, "1"] }, result: true },
  {
    name: ">",
    group: "comparison",
    description: "Whether the first argument is greater than the second.",
    example: { ">": [score, 80] },
    result: true,
  },
  {
    name: ">=",
    group: "comparison",
    description: "Whether the first argument is greater than the second or equal to it.",
    example: { ">=": [score, 90] },
    result: true,
  },
  {
    name: "<",
    group: "comparison",
    description: "Whether each argument is less than the next. There may be two or three arguments.",
    example: { "<": [0, score, 100] },
    result: true,
  },
  {
    name: "<=",
    group: "comparison",
    description: "Whether each argument is less than the next or equal to it. There may be two or three arguments.",
    example: { "<=": [90, score, 90] },
    result: true,
  },
  {
    name: "+",
    group: "numbers",
    description: "The sum. With one text as the only argument, the number in this text.",
    example: { "+": [score, "3.5"] },
    result: 93.5,
  },
  {
    name: "-",
    group: "numbers",
    description: "The difference. With one argument, its negative.",
    example: { "-": [score, 1] },
    result: 89,
  },
  { name: "*", group: "numbers", description: "The product.", example: { "*": [2, 3, 4] }, result: 24 },
  { name: "/", group: "numbers", description: "The quotient.", example: { "/": [7, 2] }, result: 3.5 },
  { name: "%", group: "numbers", description: "The remainder of a division.", example: { "%": [7, 4] }, result: 3 },
  { name: "min", group: "numbers", description: "The smallest argument.", example: { min: [3, 1, 2] }, result: 1 },
  { name: "max", group: "numbers", description: "The largest argument.", example: { max: [3, 1, 2] }, result: 3 },
  {
    name: "map",
    group: "lists",
    description:
      'The value of the rule for each element. In the rule {"var": ""} is the element, and nothing else can be read.',
    example: { map: [[1, 2], { "*": [element, 10] }] },
    result: [10, 20],
  },
  {
    name: "filter",
    group: "lists",
    description: "The elements for which the rule is true.",
    example: { filter: [[1, 2, 3], { ">": [element, 1] }] },
    result: [2, 3],
  },
  {
    name: "reduce",
    group: "lists",
    description:
      "Applies the rule to one element after the other. In the rule, current is the element and accumulator the value so far, which begins with the third argument.",
    example: { reduce: [[1, 2, 3], { "+": [{ var: "current" }, { var: "accumulator" }] }, 0] },
    result: 6,
  },
  {
    name: "all",
    group: "lists",
    description: "Whether the rule is true for every element; false for an empty list.",
    example: { all: [[1, 2], { ">": [element, 0] }] },
    result: true,
  },
  {
    name: "some",
    group: "lists",
    description: "Whether the rule is true for at least one element.",
    example: { some: [tags, { "==": [element, "b"] }] },
    result: true,
  },
  {
    name: "none",
    group: "lists",
    description: "Whether the rule is true for no element.",
    example: { none: [tags, { "==": [element, "c"] }] },
    result: true,
  },
  {
    name: "merge",
    group: "lists",
    description: "Joins lists and values to one list.",
    example: { merge: [tags, ["c"], "d"] },
    result: ["a", "b", "c", "d"],
  },
  {
    name: "in",
    group: "text",
    description: "Whether the second argument contains the first: a text another text, or a list an equal value.",
    example: { in: ["a", tags] },
    result: true,
  },
  {
    name: "cat",
    group: "text",
    description: "Joins all arguments to one text.",
    example: { cat: ["score: ", score] },
    result: "score: 90",
  },
  {
    name: "substr",
    group: "text",
    description:
      "Part of a text, from a position and with a length. A negative position counts from the end; a negative length leaves out that many characters at the end.",
    example: { substr: ["jsonlogic", 4, -2] },
    result: "log",
  },
  {
    name: "log",
    group: "other",
    description: "The value of the argument, unchanged. Nothing is printed.",
    example: { log: "seen" },
    result: "seen",
  },
];
