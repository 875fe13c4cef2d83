import fc from "fast-check";
import type { Json } from "../../definition/json.ts";

const scalar = fc.oneof(
  fc.constantFrom<Json>(null, true, false, "", "0", "1", "a", "ab", "-1", 0, 1, -1, 2, 1.5, 100),
  fc.integer({ min: -3, max: 12 }),
);
const path = fc.constantFrom(
  "a",
  "b",
  "c",
  "d",
  "a.b",
  "c.0",
  "c.length",
  "d.x.y",
  "",
  "zz",
  "current",
  "accumulator",
  "a.1",
);
/** A payload with small texts, numbers, lists and objects. */
export const arbitraryData = fc.record({
  a: fc.oneof(scalar, fc.record({ b: scalar })),
  b: scalar,
  c: fc.array(scalar, { maxLength: 4 }),
  d: fc.constant({ x: { y: [1, "q"] } }),
});
/** A JSONLogic rule that reads such a payload. */
export const { rule: arbitraryRule } = fc.letrec<{ rule: Json; list: Json }>((tie) => {
  const r = tie("rule") as fc.Arbitrary<Json>;
  const op = (names: string[], least: number, most: number): fc.Arbitrary<Json> =>
    fc
      .tuple(fc.constantFrom(...names), fc.array(r, { minLength: least, maxLength: most }))
      .map(([name, args]): Json => ({ [name]: args }));
  const list = fc.oneof(fc.constant<Json>({ var: "c" }), fc.array(r, { maxLength: 3 }) as fc.Arbitrary<Json>, r);
  return {
    list,
    rule: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      scalar,
      path.map((name): Json => ({ var: name })),
      fc.tuple(path, r).map(([name, otherwise]): Json => ({ var: [name, otherwise] })),
      fc.array(path, { maxLength: 3 }).map((names): Json => ({ missing: names })),
      fc
        .tuple(fc.integer({ min: 0, max: 3 }), fc.array(path, { maxLength: 3 }))
        .map(([count, names]): Json => ({ missing_some: [count, names] })),
      op(["==", "!=", "===", "!==", ">", ">=", "/", "%", "in"], 2, 2),
      op(["<", "<=", "substr"], 2, 3),
      op(["-"], 1, 2),
      op(["!", "!!"], 1, 1),
      op(["and", "or", "*", "min", "max"], 1, 3),
      op(["if", "?:", "cat", "+", "merge"], 0, 4),
      fc
        .tuple(fc.constantFrom("map", "filter", "all", "none", "some"), list, r)
        .map(([name, items, inner]): Json => ({ [name]: [items, inner] })),
      fc.tuple(list, r, r).map(([items, inner, initial]): Json => ({ reduce: [items, inner, initial] })),
    ),
  };
});
