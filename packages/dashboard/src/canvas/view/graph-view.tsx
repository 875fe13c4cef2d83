import { Alert } from "@mantine/core";
import { parseGraph, type Graph } from "@tempograph/graph";
import type { ReactElement, ReactNode } from "react";
import { useMemo } from "react";
import { BeingLaidOut } from "./being-laid-out.tsx";
import type { Drawing } from "./flow-elements.ts";
import { GraphCanvas } from "./graph-canvas.tsx";
import { NOTHING_SELECTED } from "./use-flow-elements.ts";
import { useLaidOut } from "./use-laid-out.ts";

interface Props extends Omit<Drawing, "graph"> {
  /** As the API stores it: fields that have a default may be missing. */
  readonly graph: unknown;
  /** What it shows, for people who do not see it: "Graph of execution exe_1". */
  readonly label: string;
  /** The id of the node that a person looks at. */
  readonly selected?: string | undefined;
  readonly onSelect?: (node: string | undefined) => void;
  /** Panels on the canvas. */
  readonly children?: ReactNode;
}

const NO_NODES: Graph = { nodes: [], edges: [] };

/** A graph to look at: of an execution with the status of its steps, or of a version. Nodes without a place get one. */
export function GraphView({ selected, onSelect, graph, ...rest }: Props): ReactElement {
  const { graph: read, problems } = useMemo(() => parseGraph(graph), [graph]);
  const laid = useLaidOut(read ?? NO_NODES);
  const selection = useMemo(
    () => (selected === undefined ? NOTHING_SELECTED : { nodes: new Set([selected]), edges: new Set<string>() }),
    [selected],
  );
  if (read === null) return <Alert color="red">{problems[0]?.message}</Alert>;
  if (laid === undefined) return <BeingLaidOut />;
  return (
    <GraphCanvas {...rest} graph={laid} selection={selection} onSelect={({ nodes }) => onSelect?.([...nodes].at(-1))} />
  );
}
