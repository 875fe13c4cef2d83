import fc from "fast-check";
import { assembleNested } from "./assemble-nested.ts";
import type { NestedMix, NestedRun, RandomScope, RandomStep } from "./nested-run.ts";

export { SWEEP_MS, type NestedMix, type NestedRun } from "./nested-run.ts";

/** Random graphs with nested containers; `arbitraryRun` makes graphs without containers. */
export function arbitraryNestedRun(mix: NestedMix): fc.Arbitrary<NestedRun> {
  const extras = fc.record({
    cancelAt: sometimes(fc.double({ min: 0, max: 1, noNaN: true })),
    pauseAt: sometimes(fc.nat(mix.maxMs * 3)),
    pauseMs: fc.nat(mix.maxMs * 3),
    skips: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), afterMs: fc.nat(mix.maxMs * 3) }), {
      maxLength: 4,
    }),
  });
  return fc
    .tuple(arbitraryScope(mix, mix.maxDepth, mix.maxNodes), extras)
    .map(([scope, more]) => assembleNested(scope, more, mix));
}

/** The value in one of four runs, otherwise null. */
function sometimes<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
}

const PLAIN = ["probe", "probe", "probe", "branch", "switch", "delay", "transform", "set", "wait_for_signal"];
const CALM_CONTAINERS = ["for_each", "for_each", "repeat", "while", "try", "parallel", "lock"];
const PROBES = ["probe", "probe", "probe", "probe", "probe", "probe"];
const WILD = [...PLAIN, ...PROBES, "approval", "wait_for_event", "call_workflow", "sleep_until", "end", "fail"];
const WILD_CONTAINERS = [...CALM_CONTAINERS, "race", "race"];

function arbitraryScope(mix: NestedMix, depth: number, most: number): fc.Arbitrary<RandomScope> {
  const plain = arbitraryStep(mix, fc.constantFrom(...(mix.orderMatters ? WILD : PLAIN)), fc.constant(null));
  const step =
    depth === 0
      ? plain
      : fc.oneof(
          { weight: 5, arbitrary: plain },
          {
            weight: 3,
            arbitrary: arbitraryStep(
              mix,
              fc.constantFrom(...(mix.orderMatters ? WILD_CONTAINERS : CALM_CONTAINERS)),
              arbitraryScope(mix, depth - 1, Math.min(most, 4)),
            ),
          },
        );
  return fc.record({ isChain: fc.boolean(), steps: fc.array(step, { minLength: 1, maxLength: most }) });
}

function arbitraryStep(
  mix: NestedMix,
  kind: fc.Arbitrary<string>,
  inner: fc.Arbitrary<RandomScope | null>,
): fc.Arbitrary<RandomStep> {
  return fc.record({
    kind,
    inner,
    from: fc.array(
      fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), port: fc.constantFrom(0, 0, 0, 0, 1, 2, 3) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    isRoot: fc.boolean(),
    ms: fc.nat(mix.maxMs),
    pick: fc.nat(3),
    failTimes: fc.constantFrom(0, 0, 0, 0, 1, -1),
    permanent: fc.boolean(),
    deaf: fc.constantFrom(false, false, false, true),
    join: fc.nat(3),
    onError: fc.nat(3),
    compensate: fc.boolean(),
  });
}
