import { expect, test } from "vitest";
import { createAskingPace } from "./asking-pace.ts";

const same = ["a", "b", "c"].map((runId) => ({ runId, differs: false }));
const idsOf = (runs: readonly { readonly runId: string }[]) => runs.map(({ runId }) => runId).join("");

test("of the runs that ended last all are asked about once, then one per sweep in turn, until one is new", () => {
  const pace = createAskingPace();
  const sweeps = [1, 2, 3, 4, 5].map(() => idsOf(pace.ofNewest(same)));
  expect(sweeps).toEqual(["abc", "a", "b", "c", "a"]);
  const newer = [{ runId: "d", differs: false }, ...same.slice(0, 2)];
  expect(idsOf(pace.ofNewest(newer))).toBe("dab");
  expect(pace.ofNewest(newer)).toHaveLength(1);
  expect(pace.ofNewest([])).toEqual([]);
  expect(pace.ofNewest([])).toEqual([]);
});

test("as long as one of them differs, or after hurry, all are asked about", () => {
  const pace = createAskingPace();
  const differs = same.map((run, index) => ({ ...run, differs: index === 2 }));
  for (const _ of [1, 2, 3]) expect(idsOf(pace.ofNewest(differs))).toBe("abc");
  expect(pace.ofNewest(same)).toHaveLength(1);
  pace.hurry();
  expect(idsOf(pace.ofNewest(same))).toBe("abc");
});

test("after a round through all that found nothing, eleven sweeps take no turn; hurry ends that", () => {
  const pace = createAskingPace();
  const sweep = (runs = same, endsRound = true): boolean => {
    const takes = pace.takesTurn();
    if (takes) pace.tookTurn(runs, endsRound);
    return takes;
  };
  expect([sweep(same, false), sweep(same, false), sweep()]).toEqual([true, true, true]);
  expect(
    Array.from({ length: 13 }, () => sweep())
      .map(Number)
      .join(""),
  ).toBe("0000000000010");
  pace.hurry();
  expect([sweep(), sweep(), sweep()]).toEqual([true, true, false]);
});

test("a round in which one differs is followed by the next one at once", () => {
  const pace = createAskingPace();
  const differs = [{ differs: true }];
  pace.tookTurn(differs, false);
  pace.tookTurn(same, true);
  expect(pace.takesTurn()).toBe(true);
  pace.tookTurn(same, true);
  expect(pace.takesTurn()).toBe(false);
});
