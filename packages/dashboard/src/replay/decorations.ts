import { descriptorOf, hasBegun, isOpenStep, type StepStatus } from "@tempograph/graph";
import type { Decoration, EdgeTone, Tone } from "../canvas/view/decoration.ts";
import type { Moment } from "./trace-player.ts";
import type { ShownSteps } from "./iterations.ts";

const TONES: Readonly<Record<StepStatus, Tone>> = {
  ...{ scheduled: "busy", running: "busy", waiting: "waiting", incident: "bad", failed: "bad" },
  ...{ completed: "good", completedLate: "waiting", skipped: "plain", notReached: "plain", cancelled: "plain" },
};

const WORDS: Readonly<Partial<Record<StepStatus, string>>> = {
  ...{ completedLate: "completed late", notReached: "not reached", incident: "failed, waits for a person" },
};

export const statusWords = (status: StepStatus): string => WORDS[status] ?? status;

const NONE: ReadonlySet<string> = new Set();

/**
 * How each node is drawn: the status of the step that is shown of it, and of a loop the round. Nodes that have not begun are faint.
 * What differs from another execution says so.
 */
export function decorationsOf(
  { byNode, loops }: ShownSteps,
  nodeIds: readonly string[],
  differingNodes: ReadonlySet<string> = NONE,
): ReadonlyMap<string, Decoration> {
  const rounds = new Map(
    loops.map(({ nodeId, shown, rounds: count }) => [nodeId, `${String(shown + 1)} of ${String(count)}`]),
  );
  return new Map(
    nodeIds.map((id): [string, Decoration] => {
      const step = byNode.get(id);
      if (step === undefined) return [id, { tone: "plain", isFaint: true }];
      const { status } = step;
      const details = [rounds.get(id), differingNodes.has(id) ? "differs" : undefined];
      const detail = details.filter((one) => one !== undefined).join(", ");
      return [
        id,
        {
          tone: TONES[status],
          text: statusWords(status),
          ...(detail !== "" && { detail }),
          ...(!hasBegun(status) && { isFaint: true }),
        },
      ];
    }),
  );
}

/**
 * The edges that were taken, and those that never will be: their source has ended on another port, or will never begin. Inside of a loop
 * this is said of the round that is shown, also if another round has taken the edge.
 */
export function edgeTonesOf(
  edges: readonly { readonly id: string; readonly source: string; readonly port: string }[],
  { byNode }: ShownSteps,
  taken: Moment["taken"],
): ReadonlyMap<string, EdgeTone> {
  return new Map(
    edges.flatMap(({ id, source, port }): [string, EdgeTone][] => {
      const step = byNode.get(source);
      if (step === undefined || isOpenStep(step.status)) return [];
      const leaves = step.port === null || step.port === port || descriptorOf(step.type)?.also === port;
      return [[id, leaves && taken.has(id) ? "taken" : "dead"]];
    }),
  );
}
