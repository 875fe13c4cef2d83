import fc from "fast-check";
import { expect, test } from "vitest";
import type { Trigger } from "../definition/trigger.ts";
import { compileTriggers } from "./compile-triggers.ts";
import { matchEvent } from "./match-event.ts";
import { TriggerIndex } from "./trigger-index.ts";
import { fitsType, isTypePattern, parseTypePattern, patternKey, patternKeysOf } from "./type-pattern.ts";

const word = fc.constantFrom("order", "paid", "eu", "", "*", "o");
const dotted = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("."));
const anyType = fc.oneof(dotted, fc.string());
const anyPattern = fc.oneof(
  dotted,
  dotted.map((text) => `${text}.*`),
  fc.constant("*"),
  fc.string(),
);

test.each<[string, readonly string[]]>([
  ["order.paid.eu", ["order.paid.eu", "order.paid.*", "order.*", "*"]],
  ["order", ["order", "*"]],
  [".x", [".x", ".*", "*"]],
  ["a..b", ["a..b", "a..*", "a.*", "*"]],
  ["*", ["*"]],
])("the keys of the patterns that %s fits", (type, keys) => {
  expect(patternKeysOf(type)).toEqual(keys);
});

test("a look-up by keys finds exactly the patterns that fit", () => {
  fc.assert(
    fc.property(anyPattern, anyType, (text, type) => {
      const pattern = parseTypePattern(text);
      expect(patternKey(pattern)).toBe(text);
      expect(patternKeysOf(type).includes(text)).toBe(fitsType(pattern, type));
    }),
    { numRuns: 2_000 },
  );
});

test("the index finds each owner that has a trigger for the event once", () => {
  const source = fc.constantFrom("test", "other", "tempograph:webhook/orders");
  const trigger = fc.record({ eventType: anyPattern, source }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(fc.array(trigger, { maxLength: 3 })), anyType, source, (lists, type, from) => {
      const owners = lists.map((triggers, id) => ({ id: String(id), triggers: triggers as Trigger[] }));
      const event = { id: "evt", type, source: from, time: "2026-01-01T00:00:00Z", data: {} };
      const taking = owners.filter(
        ({ triggers }) =>
          "triggerId" in
          matchEvent(compileTriggers(triggers, "w"), event, { id: "w", name: "w", version: 1 }, { receivedAt: 0 }),
      );
      const found = new TriggerIndex(owners).find(event);
      expect(found.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(taking);
    }),
    { numRuns: 1_000 },
  );
});

test("ten thousand triggers of other types are not looked at", () => {
  let looked = 0;
  const owner = (eventType: string) => ({
    id: eventType,
    get triggers() {
      looked += 1;
      return [{ eventType }];
    },
  });
  const others = Array.from({ length: 10_000 }, (_, n) => owner(n % 2 === 0 ? `other${n}.made` : `other${n}.*`));
  const mine = owner("order.*");
  const index = new TriggerIndex([...others, mine]);
  looked = 0;
  expect(index.find({ type: "order.paid.eu", source: "test" })).toEqual([mine]);
  expect(looked).toBe(0);
});

test.each([
  ["order.created", true],
  ["order.*", true],
  ["*", true],
  ["*.created", false],
  ["order*", false],
  ["or der", false],
  [".*", false],
  ["", false],
])("%s is accepted as a pattern: %s", (text, may) => {
  expect(isTypePattern(text)).toBe(may);
});
