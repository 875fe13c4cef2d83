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
    description: "What stands at a path; a second argument is the default, else null.",
    example: { var: ["lead.title", "none"] },
    result: "none",
  },
  {
    name: "missing",
    group: "data",
    description: "Those of the paths at which there is nothing, null or an empty text.",
    example: { missing: ["lead.score", "lead.title"] },
    result: ["lead.title"],
  },
  {
    name: "missing_some",
    group: "data",
    description: "An empty list if at least so many of the paths are there, else those that are missing.",
    example: { missing_some: [1, ["lead.score", "lead.title"]] },
    result: [],
  },
  {
    name: "if",
    group: "logic",
    description: "condition, then, condition, then, …, else: the first whose condition is true.",
    example: { if: [{ ">": [score, 95] }, "hot", { ">": [score, 50] }, "warm", "cold"] },
    result: "warm",
  },
  { name: "?:", group: "logic", description: "The same as if.", example: { "?:": [true, 1, 2] }, result: 1 },
  {
    name: "and",
    group: "logic",
    description: "The first argument that is not true, else the last.",
    example: { and: [{ ">": [score, 50] }, { in: ["a", tags] }] },
    result: true,
  },
  {
    name: "or",
    group: "logic",
    description: "The first argument that is true, else the last.",
    example: { or: [{ var: "lead.title" }, "none"] },
    result: "none",
  },
  { name: "!", group: "logic", description: "Not true.", example: { "!": [[]] }, result: true },
  {
    name: "!!",
    group: "logic",
    description: "True: not false, null, 0, an empty text or an empty list.",
    example: { "!!": ["0"] },
    result: true,
  },
  {
    name: "==",
    group: "comparison",
    description: "Equal, a text and a number by what the text says; lists and objects are equal that say the same.",
    example: { "==": [1, "1"] },
    result: true,
  },
  {
    name: "===",
    group: "comparison",
    description: "Equal, of one type; lists and objects are equal that say the same.",
    example: { "===": [1, "1"] },
    result: false,
  },
  { name: "!=", group: "comparison", description: "Not ==.", example: { "!=": [1, 2] }, result: true },
  { name: "!==", group: "comparison", description: "Not ===.", example: { "!==": [1, "1"] }, result: true },
  { name: ">", group: "comparison", description: "Greater.", example: { ">": [score, 80] }, result: true },
  { name: ">=", group: "comparison", description: "Greater or equal.", example: { ">=": [score, 90] }, result: true },
  {
    name: "<",
    group: "comparison",
    description: "Less; of three, the second is between the others.",
    example: { "<": [0, score, 100] },
    result: true,
  },
  {
    name: "<=",
    group: "comparison",
    description: "Less or equal; of three, the second is between the others or one of them.",
    example: { "<=": [90, score, 90] },
    result: true,
  },
  {
    name: "+",
    group: "numbers",
    description: "The sum; of one text the number it says.",
    example: { "+": [score, "3.5"] },
    result: 93.5,
  },
  {
    name: "-",
    group: "numbers",
    description: "The difference; of one its negative.",
    example: { "-": [score, 1] },
    result: 89,
  },
  { name: "*", group: "numbers", description: "The product.", example: { "*": [2, 3, 4] }, result: 24 },
  { name: "/", group: "numbers", description: "The quotient.", example: { "/": [7, 2] }, result: 3.5 },
  { name: "%", group: "numbers", description: "The rest of a division.", example: { "%": [7, 4] }, result: 3 },
  { name: "min", group: "numbers", description: "The least.", example: { min: [3, 1, 2] }, result: 1 },
  { name: "max", group: "numbers", description: "The greatest.", example: { max: [3, 1, 2] }, result: 3 },
  {
    name: "map",
    group: "lists",
    description: 'The rule\'s value for each element; in it {"var": ""} is the element, and nothing else is seen.',
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
    description: "The rule carries on from element to element: current, accumulator; the third argument begins.",
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
    description: "Whether the rule is true for an element.",
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
    description: "One list of all lists and values.",
    example: { merge: [tags, ["c"], "d"] },
    result: ["a", "b", "c", "d"],
  },
  {
    name: "in",
    group: "text",
    description: "Whether a text occurs in a text, or an equal value in a list.",
    example: { in: ["a", tags] },
    result: true,
  },
  {
    name: "cat",
    group: "text",
    description: "All arguments as one text.",
    example: { cat: ["score: ", score] },
    result: "score: 90",
  },
  {
    name: "substr",
    group: "text",
    description: "From a place, so many characters; less than 0 counts from the end.",
    example: { substr: ["jsonlogic", 4, -2] },
    result: "log",
  },
  {
    name: "log",
    group: "other",
    description: "The value as it is; nothing is printed.",
    example: { log: "seen" },
    result: "seen",
  },
];
