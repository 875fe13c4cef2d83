import { expect, test } from "vitest";
import { defineNode } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { and, cel, eq, flow, gt, nodeType, orElse, shape, some, t, compensate } from "./index.ts";

const slugify = defineNode({
  type: "slugify",
  title: "Slug",
  description: "Makes a slug.",
  input: z.object({ text: z.string(), length: z.number().default(5) }),
  output: z.object({ slug: z.string(), words: z.number() }),
  execute: (_ctx, { text }) => ({ slug: text, words: 1 }),
});
const find = defineNode({
  type: "find_user",
  title: "Find",
  description: "Finds a user.",
  input: z.object({ email: z.string() }),
  output: z.object({ id: z.string() }),
  ports: ["found", "missing"],
  execute: () => ({ id: "1" }),
});

interface Order {
  readonly id: string;
  readonly total: number;
  readonly note?: string;
  readonly items: readonly { readonly sku: string; readonly price: number }[];
}
const order = () => flow("Order", { payload: shape<Order>() });

// Tests what TypeScript accepts and refuses. Each line that must be refused is marked, and `tsc` fails if it is accepted.
test("outputs are typed for the steps after them", () => {
  order()
    .step("slug", slugify, ({ payload }) => ({ text: payload.id }))
    .step("note", "log", ({ steps }) => ({ message: steps.slug.slug }))
    // @ts-expect-error a number is no text
    .step("wrongType", "log", ({ steps }) => ({ message: steps.slug.words }))
    // @ts-expect-error the output has no such field
    .step("wrongField", "log", ({ steps }) => ({ message: t`${steps.slug.slugg}` }))
    // @ts-expect-error the input has no such field
    .step("wrongInput", slugify, { text: "x", lenght: 3 })
    // @ts-expect-error nor where a callback gives it
    .step("wrongInput2", slugify, ({ payload }) => ({ text: payload.id, lenght: 3 }))
    .step("fits", slugify, ({ steps }) => ({ text: t`${steps.slug.words} words`, length: steps.slug.words }));
  // @ts-expect-error the input needs a text
  order().step("missing", slugify, {});
  // @ts-expect-error there is no such node type
  order().step("unknown", "htp_call", { url: "x" });
  order().step("named", nodeType("other"), { any: ["thing"] });
});

test("a step that does not come before cannot be read", () => {
  // @ts-expect-error nothing is called "later" yet
  order().step("first", "log", ({ steps }) => ({ message: steps.later.slug }));
  // @ts-expect-error nor is the step itself
  order().step("self", slugify, ({ steps }) => ({ text: steps.self.slug }));
  order()
    .parallel([
      (path) => path.step("left", slugify, { text: "l" }),
      // @ts-expect-error a path beside this one
      (path) => path.step("right", "log", ({ steps }) => ({ message: steps.left.slug })),
    ])
    .step("both", "log", ({ steps }) => ({ message: steps.left.slug }));
  order()
    .forEach(
      ({ payload }) => payload.items,
      (each) => each.step("pack", slugify, ({ item }) => ({ text: item.sku })),
      {
        id: "packed",
        result: ({ steps }) => steps.pack.slug,
      },
    )
    .step("first", "log", ({ steps }) => ({ message: orElse(steps.packed.results[0]!, "none") }))
    // @ts-expect-error inside a container: only its output is in scope
    .step("inside", "log", ({ steps }) => ({ message: steps.pack.slug }));
  // @ts-expect-error outside of a loop there is no item
  order().step("item", "log", ({ item }) => ({ message: item.sku }));
});

test("a value that may be missing needs a default", () => {
  const after = order().if(
    ({ payload }) => gt(payload.total, 100),
    (yes) => yes.step("slug", slugify, { text: "x" }),
  );
  // @ts-expect-error not every path runs it
  after.step("sure", "log", ({ steps }) => ({ message: steps.slug.slug }));
  after.step("default", "log", ({ steps }) => ({ message: orElse(steps.slug.slug, "none") }));
  // @ts-expect-error an optional field
  order().step("note", "log", ({ payload }) => ({ message: payload.note }));
  order().step("note", "log", ({ payload }) => ({ message: orElse(payload.note, "none") }));
  // Of a payload without a type nothing is known, with a default either.
  flow("Any").step("note", "log", ({ payload }) => ({ message: orElse(payload["note"]!, "none") }));
  // The other path has ended: whoever comes here has run it.
  order()
    .if(
      ({ payload }) => gt(payload.total, 100),
      (yes) => yes.step("slug", slugify, { text: "x" }),
      (no) => no.fail({ message: "too cheap" }),
    )
    .step("sure", "log", ({ steps }) => ({ message: steps.slug.slug }));
});

test("conditions compare only values of comparable types", () => {
  const o = order();
  o.if(
    ({ payload }) => eq(payload.id, "x"),
    (yes) => yes,
  );
  o.if(
    // @ts-expect-error a text and a number
    ({ payload }) => eq(payload.id, 5),
    (yes) => yes,
  );
  o.if(
    // @ts-expect-error a text is no condition
    ({ payload }) => payload.id,
    (yes) => yes,
  );
  expect(() =>
    o.if(
      // @ts-expect-error templates are for data
      ({ payload }) => eq(payload.id, t`${payload.id}`),
      (yes) => yes,
    ),
  ).toThrow("in a condition");
  o.if(
    ({ payload }) =>
      and(
        gt(payload.total, 5),
        some(payload.items, (item) => gt(item.price, 3)),
      ),
    (yes) => yes,
  );
  // @ts-expect-error conditions are not for data
  expect(() => o.step("x", "log", ({ payload }) => ({ message: eq(payload.id, "x") }))).toThrow("in a node's data");
});

test("ids are unique, ports are known, ends are ends", () => {
  // @ts-expect-error there is a step "a" already
  expect(() => order().step("a", slugify, { text: "x" }).step("a", slugify, { text: "x" })).toThrow("two nodes");
  order().step("user", find, { email: "x" }, { on: { missing: (path) => path.stop() } });
  // @ts-expect-error no such port
  order().step("user", find, { email: "x" }, { on: { gone: (path) => path.stop() } });
  // @ts-expect-error nothing follows an end
  expect(() => order().end().step("a", slugify, { text: "x" })).toThrow("Nothing can follow");
  // @ts-expect-error a path is no workflow
  expect(() => order().parallel([(path) => path.build()])).toThrow("cannot be built");
});

test("failures, signals and variables are typed", () => {
  order()
    .step(
      "slug",
      slugify,
      { text: "x" },
      {
        onFailure: (path, error) =>
          path.step("tell", "log", ({ steps }) => ({ message: t`${error.code} ${steps.slug.error.message}` })).stop(),
        compensate: ({ steps }) => compensate("unslug", slugify, { text: steps.slug.slug }),
      },
    )
    .step("certain", "log", ({ steps }) => ({ message: steps.slug.slug }))
    .waitForSignal("paid", { payload: shape<{ by: string }>(), timeout: "2d", onTimeout: (path) => path.end() })
    .step("by", "log", ({ steps }) => ({ message: steps.paid.by }))
    .set(({ payload }) => ({ count: 0, name: payload.id }))
    .while(
      ({ vars, index }) => and(gt(vars.count, 3), eq(index, 3)),
      (body) => body.set(({ vars }) => ({ count: cel<number>`${vars.count} + 1` })),
      { maxRounds: 10 },
    )
    .step("count", slugify, ({ vars }) => ({ text: vars.name, length: vars.count }));
  // @ts-expect-error a time-out needs its path
  order().waitForSignal("paid", { timeout: "2d" });
});
