import type { StepFold, StepState } from "@tempograph/graph";

/** A loop as the page shows it: which of its rounds, and how many there are. */
export interface ShownLoop {
  /** The path of the loop's step, such as `each` or `outer[2]/each`. */
  readonly path: string;
  readonly nodeId: string;
  /** The number of rounds that have begun. */
  readonly rounds: number;
  readonly shown: number;
}

export interface ShownSteps {
  /** For each node the step to show: that of the rounds that are shown. A node without one has not been reached there. */
  readonly byNode: ReadonlyMap<string, StepState>;
  readonly loops: readonly ShownLoop[];
}

/** The rounds that a path lies in, from the outside in: `outer[2]/each[0]/call` lies in round 2 of `outer` and 0 of `outer[2]/each`. */
export function roundsOf(path: string): readonly { readonly loop: string; readonly round: number }[] {
  if (!path.includes("]/")) return [];
  return [...path.matchAll(/\[(\d+)\](?=\/)/g)].map(({ index, 1: round }) => ({
    loop: path.slice(0, index),
    round: Number(round),
  }));
}

/** Whether the path is that of a compensation (`<path>!<node>`) or of a scope, and not that of a visit of a node. */
const isBeside = (path: string): boolean => path.includes("!");

/**
 * Chooses the steps that the graph shows at a moment: of each loop one round, the picked one, otherwise the latest. `picks` names rounds by
 * the path of their loop.
 */
export function shownSteps(steps: StepFold, picks: ReadonlyMap<string, number>): ShownSteps {
  const rounds = new Map<string, number>();
  const all: { readonly step: StepState; readonly inside: ReturnType<typeof roundsOf> }[] = [];
  for (const step of steps.states()) {
    const inside = roundsOf(step.path);
    all.push({ step, inside });
    for (const { loop, round } of inside) if (round >= (rounds.get(loop) ?? 0)) rounds.set(loop, round + 1);
  }
  const shownRound = (loop: string) => Math.min(picks.get(loop) ?? Infinity, (rounds.get(loop) ?? 1) - 1);

  const byNode = new Map<string, StepState>();
  for (const { step, inside } of all) {
    if (!inside.every(({ loop, round }) => round === shownRound(loop))) continue;
    const known = byNode.get(step.nodeId);
    if (known === undefined || isBeside(known.path) || !isBeside(step.path)) byNode.set(step.nodeId, step);
  }
  const loops = [...rounds].flatMap(([path, count]): ShownLoop[] => {
    const step = steps.get(path);
    if (step === undefined || byNode.get(step.nodeId) !== step) return [];
    return [{ path, nodeId: step.nodeId, rounds: count, shown: shownRound(path) }];
  });
  return { byNode, loops };
}

/** The picks with which a step is shown. */
export function picksFor(path: string, picks: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...picks, ...roundsOf(path).map(({ loop, round }) => [loop, round] as const)]);
}
