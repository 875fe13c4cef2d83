import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "../definition/canonical-json.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import { lookupsOf, type When } from "../definition/trigger-when.ts";
import { triggerId, type Trigger } from "../definition/trigger.ts";
import { FACT_ROOTS, type FactRoot } from "../expression/expression-scope.ts";
import type { Facts, TriggerFacts } from "./known-facts.ts";
import type { Asks } from "./match-event.ts";

/** The facts of a trigger with what was found out last, and what was asked for it. */
export function factsAbout(
  triggers: readonly Trigger[],
  asks: Asks,
  found: JsonObject,
  before: TriggerFacts | undefined,
): TriggerFacts {
  const root: FactRoot = "state" in asks ? "state" : "lookup";
  const when = whenOf(triggers, asks.triggerId);
  return { ...before, [root]: found, asked: { ...before?.asked, [root]: askedFor(when, root) } };
}

/**
 * Answers those facts about an event that also answer what changed triggers ask: the memory and the lookups if the trigger with the same id asks for
 * the same, whatever its condition is now, and what ran before if its `when.history` is the published one. What triggers ask is hashed once,
 * and not for each event.
 */
export function fittingFacts({
  published,
  changed,
}: {
  readonly published: readonly Trigger[];
  readonly changed: readonly Trigger[];
}): (facts: Facts) => Facts {
  const compared = new Map<string, ReturnType<typeof compare>>();
  function compare(id: string) {
    const [now, then] = [whenOf(changed, id), whenOf(published, id)];
    const asksOf = (when: When | undefined) => ({ state: askedFor(when, "state"), lookup: askedFor(when, "lookup") });
    return { now: asksOf(now), then: asksOf(then), sameHistory: sameJson(now?.history, then?.history) };
  }
  return (facts) =>
    Object.fromEntries(
      Object.entries(facts).map(([id, { asked, ranBefore, ...found }]) => {
        const { now, then, sameHistory } = compared.get(id) ?? compare(id);
        compared.set(id, { now, then, sameHistory });
        const fitting = FACT_ROOTS.filter((root) => now[root] === (asked?.[root] ?? then[root]));
        const ran = ranBefore !== undefined && sameHistory ? { ranBefore } : {};
        return [id, { ...Object.fromEntries(fitting.map((root) => [root, found[root]])), ...ran }];
      }),
    );
}

function whenOf(triggers: readonly Trigger[], id: string): When | undefined {
  return triggers.find((trigger, index) => triggerId(trigger, index) === id)?.when;
}

/** A short hash of what is asked. How long an answer may be used again makes no difference. */
function askedFor(when: When | undefined, root: FactRoot): string {
  const asked = root === "state" ? when?.state : lookupsOf(when).map(({ cache: _, ...lookup }) => lookup);
  return bytesToHex(sha256(utf8ToBytes(canonicalJson((asked ?? null) as Json)))).slice(0, 16);
}

const sameJson = (a: unknown = null, b: unknown = null) => canonicalJson(a as Json) === canonicalJson(b as Json);
