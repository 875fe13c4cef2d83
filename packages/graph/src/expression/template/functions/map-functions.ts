import { atPath } from "./at-path.ts";
import { fail, kindOf, list, map, spendPlaces, spendSteps, text } from "./arguments.ts";
import type { Call } from "./template-function.ts";
import { inGroup } from "./template-function.ts";

export const mapFunctions = inGroup("maps", [
  {
    name: "keys",
    kind: "method",
    takes: [0],
    declare: ["map.keys(): list<string>"],
    signature: "map.keys() → list of texts",
    description: "The keys of the map, in their order.",
    example: '{"a": 1, "b": 2}.keys()',
    result: ["a", "b"],
    run: (call, [of]) => keysOf(call, of),
  },
  {
    name: "values",
    kind: "method",
    takes: [0],
    declare: ["map.values(): list"],
    signature: "map.values() → list",
    description: "The values of the map, in their order.",
    example: '{"a": 1, "b": 2}.values()',
    result: [1, 2],
    run: (call, [of]) => keysOf(call, of).map((key) => map(call, of)[key]),
  },
  {
    name: "entries",
    kind: "method",
    takes: [0],
    declare: ["map.entries(): list"],
    signature: "map.entries() → list of { key, value }",
    description: "A list with one entry for each key, for use with map and filter.",
    example: '{"a": 1}.entries()',
    result: [{ key: "a", value: 1 }],
    run: (call, [of]) => {
      const keys = keysOf(call, of);
      spendPlaces(call, 3 * keys.length);
      return keys.map((key) => ({ key, value: map(call, of)[key] }));
    },
  },
  {
    name: "fromEntries",
    kind: "function",
    takes: [1],
    declare: ["fromEntries(dyn): dyn"],
    signature: "fromEntries(list of { key, value }) → map",
    description: "Makes a map from keys and values. If a key occurs twice, the last value counts.",
    example: 'fromEntries([1, 2].map(n, {"key": "n" + string(n), "value": n}))',
    result: { n1: 1, n2: 2 },
    run: (call, [of]) => {
      const entries = list(call, of);
      spendPlaces(call, 2 * entries.length);
      return Object.fromEntries(
        entries.map((entry) => {
          const { key, value } = map(call, entry) as { key?: unknown; value?: unknown };
          if (value === undefined)
            throw fail(call, "fromEntries needs a key and a value in each map", "Add what is missing");
          return [text(call, key), value];
        }),
      );
    },
  },
  {
    name: "merge",
    kind: "method",
    takes: [1],
    declare: ["map.merge(map): dyn"],
    signature: "map.merge(map) → map",
    description:
      "A map with the keys of both. For a key in both, the value of the argument counts. Maps inside are not merged.",
    example: '{"a": 1, "b": 2}.merge({"b": 3})',
    result: { a: 1, b: 3 },
    run: (call, [of, other]) => {
      const all = [map(call, of), map(call, other)];
      for (const part of all) spendPlaces(call, 2 * Object.keys(part).length);
      return Object.fromEntries(all.flatMap((part) => Object.entries(part)));
    },
  },
  {
    name: "pick",
    kind: "method",
    takes: [1],
    declare: ["map.pick(list): dyn"],
    signature: "map.pick(list of keys) → map",
    description: "A map with only these keys. Keys that the map does not have are left out.",
    example: '{"a": 1, "b": 2, "c": 3}.pick(["a", "c"])',
    result: { a: 1, c: 3 },
    run: (call, [of, keys]) => select(call, of, keys, true),
  },
  {
    name: "omit",
    kind: "method",
    takes: [1],
    declare: ["map.omit(list): dyn"],
    signature: "map.omit(list of keys) → map",
    description: "A map without these keys.",
    example: '{"a": 1, "b": 2, "c": 3}.omit(["a", "c"])',
    result: { b: 2 },
    run: (call, [of, keys]) => select(call, of, keys, false),
  },
  {
    name: "get",
    kind: "method",
    takes: [2],
    declare: ["map.get(string, dyn): dyn", "list.get(string, dyn): dyn"],
    signature: "map.get(path, default) → value",
    description: 'The value at a path such as "address.city" or "items.0.id", or the default if there is none.',
    example: '{"a": {"b": [5]}}.get("a.b.0", 0) + {"a": 1}.get("x.y", 10)',
    result: 15,
    run: (call, [of, path, otherwise]) => {
      if (typeof of !== "object" || of === null)
        throw fail(call, `get needs a map or list, not ${kindOf(of)}`, "Check the value");
      const segments = text(call, path).split(".");
      spendSteps(call, segments.length);
      const value = atPath(of, segments);
      return value === undefined ? otherwise : value;
    },
  },
  {
    name: "has",
    kind: "function",
    takes: [1],
    signature: "has(map.key) → bool",
    description: "Whether the last name of the path exists. The names before it must exist.",
    example: "has(payload.lead) && !has(payload.phone)",
    result: true,
  },
]);

function keysOf(call: Call, of: unknown): string[] {
  const keys = Object.keys(map(call, of));
  spendPlaces(call, keys.length);
  return keys;
}

function select(call: Call, of: unknown, keys: unknown, wanted: boolean): unknown {
  const named = new Set(list(call, keys).map((key) => text(call, key)));
  const entries = Object.entries(map(call, of));
  spendPlaces(call, named.size + 2 * entries.length);
  return Object.fromEntries(entries.filter(([key]) => named.has(key) === wanted));
}
