import { leavingEdges, type Definition, type Graph, type NodeTypeManifest } from "@tempograph/graph";
import { useMemo, type ReactElement } from "react";
import { GraphAsExecuted } from "../graph-as-executed.tsx";
import { shownSteps } from "../../../replay/iterations.ts";
import type { ComparedStep } from "./compared-step.ts";
import type { Side } from "./documents.ts";
import { endOf } from "./end-of.ts";

interface Props {
  readonly side: Side;
  readonly steps: readonly ComparedStep[];
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  /** The paths of the steps that are not the same on the other side. */
  readonly differing: ReadonlySet<string>;
  /** The rounds of loops, the same on both sides. */
  readonly picks: ReadonlyMap<string, number>;
  readonly onPick: (loop: string, round: number) => void;
  readonly selected: string | undefined;
  readonly onSelect: (path: string | undefined) => void;
}

/** The graph of one of two executions: its steps as they are now, and which of them differ from the other's. */
export function ComparedGraph(props: Props): ReactElement {
  const { side, steps, nodeTypes, differing, picks, onPick, selected, onSelect } = props;
  const definition = side.version.definition as Definition;
  const moment = useMemo(() => endOf(steps, leavingEdges(definition)), [steps, definition]);
  const shown = useMemo(() => shownSteps(moment.steps, picks), [moment, picks]);
  const differingNodes = useMemo(
    () => new Set([...shown.byNode.values()].flatMap(({ path, nodeId }) => (differing.has(path) ? [nodeId] : []))),
    [shown, differing],
  );
  return (
    <GraphAsExecuted
      label={`Graph of execution ${side.id}`}
      graph={side.version.graph as Graph}
      {...{ definition, nodeTypes, moment, shown, onPick, differingNodes }}
      selected={selected === undefined ? undefined : moment.steps.get(selected)?.nodeId}
      onSelect={(node) => onSelect(node === undefined ? undefined : shown.byNode.get(node)?.path)}
    />
  );
}
