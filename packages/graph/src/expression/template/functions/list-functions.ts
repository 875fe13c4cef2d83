import { ExpressionError } from "../../expression-error.ts";
import { printPath } from "../parse-path.ts";
import { fail, integer, json, kindOf, list, spendPlaces, spendSteps, text } from "./arguments.ts";
import { keyOf } from "./key-of.ts";
import { atPath } from "./at-path.ts";
import type { Call } from "./template-function.ts";
import { inGroup } from "./template-function.ts";

const MAX_COUNT = 2 ** 31;

export const listFunctions = inGroup("lists", [
  {
    name: "size",
    kind: "function",
    takes: [1],
    signature: "size(list, map or text) → number",
    description: "The number of elements, keys or characters. It can also be called as a method: list.size().",
    example: "size([1, 2])",
    result: 2,
  },
  {
    name: "size",
    kind: "method",
    takes: [0],
    signature: "list.size(), map.size(), text.size() → number",
    description: "The number of elements, keys or characters.",
    example: '"abc".size()',
    result: 3,
  },
  {
    name: "map",
    kind: "method",
    takes: [2, 3],
    signature: "list.map(name, formula) or list.map(name, condition, formula) → list",
    description:
      "The value of the formula for each element of the list, or each key of the map. With a condition, only for elements that meet it.",
    example: "[1, 2, 3].map(n, n > 1, n * 10)",
    result: [20, 30],
  },
  {
    name: "filter",
    kind: "method",
    takes: [2],
    signature: "list.filter(name, condition) → list",
    description: "The elements that meet the condition.",
    example: "[1, 2, 3].filter(n, n > 1)",
    result: [2, 3],
  },
  {
    name: "all",
    kind: "method",
    takes: [2],
    signature: "list.all(name, condition) → bool",
    description: "Whether every element meets the condition; true for an empty list.",
    example: "[1, 2].all(n, n > 0)",
    result: true,
  },
  {
    name: "exists",
    kind: "method",
    takes: [2],
    signature: "list.exists(name, condition) → bool",
    description: "Whether at least one element meets the condition.",
    example: "[1, 2].exists(n, n > 1)",
    result: true,
  },
  {
    name: "exists_one",
    kind: "method",
    takes: [2],
    signature: "list.exists_one(name, condition) → bool",
    description: "Whether exactly one element meets the condition.",
    example: "[1, 2].exists_one(n, n > 1)",
    result: true,
  },
  {
    name: "first",
    kind: "method",
    takes: [0, 1],
    declare: ["list.first(): dyn", "list.first(dyn): dyn"],
    signature: "list.first(default?) → value",
    description:
      "The first element, or the default if the list is empty. Without a default, an empty list is an error.",
    example: '["a", "b"].first()',
    result: "a",
    run: (call, [of, otherwise]) => elementAt(call, list(call, of), 0, otherwise),
  },
  {
    name: "last",
    kind: "method",
    takes: [0, 1],
    declare: ["list.last(): dyn", "list.last(dyn): dyn"],
    signature: "list.last(default?) → value",
    description: "The last element, or the default if the list is empty. Without a default, an empty list is an error.",
    example: '[].last("none")',
    result: "none",
    run: (call, [of, otherwise]) => elementAt(call, list(call, of), list(call, of).length - 1, otherwise),
  },
  {
    name: "sort",
    kind: "method",
    takes: [0, 1],
    declare: ["list.sort(): list", "list.sort(string): list"],
    signature: "list.sort(path?) → list",
    description:
      "Sorts in ascending order: numbers by value, texts by the codes of their characters. A list must not contain both. With a path, elements are compared by their value at this path. Equal elements keep their order. For descending order write .sort().reverse().",
    example: '[{"n": "b", "p": 2}, {"n": "a", "p": 1}].sort("p").map(i, i.n)',
    result: ["a", "b"],
    run: sort,
  },
  {
    name: "distinct",
    kind: "method",
    takes: [0, 1],
    declare: ["list.distinct(): list", "list.distinct(string): list"],
    signature: "list.distinct(path?) → list",
    description:
      "Removes elements that are equal to an earlier one. With a path, elements are compared by their value at this path.",
    example: "[1, 2, 1, 2.0].distinct()",
    result: [1, 2],
    run: (call, [of, path]) => {
      const items = list(call, of);
      const segments = segmentsOf(call, path);
      const seen = new Set<string>();
      return items.filter((item) => {
        const key = keyOf(call, json(call, at(call, item, segments)));
        return !seen.has(key) && (spendPlaces(call, 1), seen.add(key), true);
      });
    },
  },
  {
    name: "groupBy",
    kind: "method",
    takes: [1],
    declare: ["list.groupBy(string): dyn"],
    signature: "list.groupBy(path) → map of lists",
    description: "Groups the elements by their value at the path, which must be a text, number or boolean.",
    example: '[{"c": "DE", "n": 1}, {"c": "FR", "n": 2}, {"c": "DE", "n": 3}].groupBy("c")',
    result: {
      DE: [
        { c: "DE", n: 1 },
        { c: "DE", n: 3 },
      ],
      FR: [{ c: "FR", n: 2 }],
    },
    run: groupBy,
  },
  {
    name: "flatten",
    kind: "method",
    takes: [0],
    declare: ["list.flatten(): list"],
    signature: "list.flatten() → list",
    description: "Replaces each list inside the list by its elements, one level deep.",
    example: "[[1, 2], [3], 4].flatten()",
    result: [1, 2, 3, 4],
    run: (call, [of]) => {
      const items = list(call, of);
      for (const item of items) spendPlaces(call, Array.isArray(item) ? item.length + 1 : 1);
      return items.flat();
    },
  },
  {
    name: "reverse",
    kind: "method",
    takes: [0],
    declare: ["list.reverse(): list", "string.reverse(): string"],
    signature: "list.reverse() → list, text.reverse() → text",
    description: "The elements or characters in reverse order.",
    example: "[1, 2, 3].reverse()",
    result: [3, 2, 1],
    run: (call, [of]) => {
      if (typeof of === "string") {
        spendPlaces(call, of.length);
        return Array.from(of).toReversed().join("");
      }
      spendPlaces(call, list(call, of).length);
      return list(call, of).toReversed();
    },
  },
  {
    name: "chunk",
    kind: "method",
    takes: [1],
    declare: ["list.chunk(dyn): list"],
    signature: "list.chunk(size) → list of lists",
    description: "Splits the list into lists of this size; the last one may be shorter.",
    example: "[1, 2, 3].chunk(2)",
    result: [[1, 2], [3]],
    run: (call, [of, size]) => {
      const items = list(call, of);
      const length = integer(call, size, 1, MAX_COUNT);
      spendPlaces(call, items.length + Math.ceil(items.length / length));
      const chunks: unknown[] = [];
      for (let start = 0; start < items.length; start += length) chunks.push(items.slice(start, start + length));
      return chunks;
    },
  },
  {
    name: "range",
    kind: "function",
    takes: [1, 2],
    declare: ["range(dyn): list<double>", "range(dyn, dyn): list<double>"],
    signature: "range(end) or range(start, end) → list of numbers",
    description: "The whole numbers from start (default 0) up to, but not including, end.",
    example: "range(2, 5)",
    result: [2, 3, 4],
    run: (call, args) => {
      const [from, to] = args.length === 1 ? [0, args[0]] : args;
      const start = integer(call, from, -MAX_COUNT, MAX_COUNT);
      const count = Math.max(0, integer(call, to, -MAX_COUNT, MAX_COUNT) - start);
      spendSteps(call, count);
      spendPlaces(call, count);
      return Array.from({ length: count }, (_, index) => start + index);
    },
  },
]);

function elementAt(call: Call, items: readonly unknown[], index: number, otherwise: unknown): unknown {
  if (items.length > 0) return items[index];
  if (otherwise !== undefined) return otherwise;
  throw new ExpressionError({
    code: "EXPRESSION_PATH_MISSING",
    message: `The list is empty: it has no ${call.name} element`,
    expression: call.meter.expression,
    hint: `Write a default: .${call.name}("…")`,
  });
}

function sort(call: Call, [of, path]: readonly unknown[]): unknown[] {
  const items = list(call, of);
  const kind: { type?: string } = {};
  const segments = segmentsOf(call, path);
  const keyed = items.map((item) => ({ item, key: sortKey(call, at(call, item, segments), kind) }));
  spendPlaces(call, 2 * items.length);
  let comparisons = 0;
  keyed.sort((left, right) => {
    // Four of them cost about as much as visiting one node.
    const long = typeof left.key === "string" ? left.key.length >> 8 : 0;
    if ((++comparisons & 3) === 0 || long > 0) spendSteps(call, 1 + long);
    return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
  });
  return keyed.map(({ item }) => item);
}

function sortKey(call: Call, value: unknown, kind: { type?: string }): number | string {
  const key = typeof value === "bigint" ? Number(value) : value;
  if ((typeof key === "number" || typeof key === "string") && (kind.type ??= typeof key) === typeof key) return key;
  throw fail(
    call,
    typeof key === "number" || typeof key === "string"
      ? "sort finds numbers and texts in one list"
      : `sort needs numbers or texts, not ${kindOf(value)}`,
    'Filter the list first, or sort maps by a path: .sort("price")',
  );
}

function groupBy(call: Call, [of, path]: readonly unknown[]): unknown {
  const groups = new Map<string, unknown[]>();
  const segments = segmentsOf(call, path);
  for (const item of list(call, of)) {
    const value = at(call, item, segments);
    if (typeof value === "object" || value === undefined) {
      throw fail(
        call,
        `groupBy needs a text, number or boolean at "${text(call, path)}", not ${kindOf(value)}`,
        "Filter the list first",
      );
    }
    const key = String(value);
    spendPlaces(call, 2);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return Object.fromEntries(groups);
}

function segmentsOf(call: Call, path: unknown): readonly string[] {
  return path === undefined ? [] : text(call, path).split(".");
}

/** The element's value at a path, or the element itself without a path. A missing value is an error that names the path. */
function at(call: Call, item: unknown, segments: readonly string[]): unknown {
  if (segments.length === 0) return item;
  spendSteps(call, segments.length);
  const value = atPath(item, segments);
  if (value !== undefined) return value;
  const path = printPath(segments);
  throw new ExpressionError({
    code: "EXPRESSION_PATH_MISSING",
    message: `An element of the list has no ${path}`,
    expression: call.meter.expression,
    path,
    hint: "Filter the list first: .filter(x, has(x.…))",
  });
}
