import { Box, Group, NativeSelect } from "@mantine/core";
import type { Definition, Graph, NodeTypeManifest } from "@tempograph/graph";
import { useMemo, type ReactElement } from "react";
import { GraphView } from "../../canvas/view/graph-view.tsx";
import type { Moment } from "../../machine/trace-player.ts";
import { decorationsOf, edgeTonesOf } from "./model/decorations.ts";
import type { ShownSteps } from "./model/iterations.ts";

interface Props {
  readonly label: string;
  readonly graph: Graph;
  readonly definition: Pick<Definition, "edges">;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  readonly moment: Moment;
  readonly shown: ShownSteps;
  readonly selected: string | undefined;
  readonly onSelect: (node: string | undefined) => void;
  readonly onPick: (loop: string, round: number) => void;
}

/** The graph at a moment of an execution: the status of each node, the round of each loop, and dead paths grey. */
export function GraphAsExecuted(props: Props): ReactElement {
  const { label, graph, definition, nodeTypes, moment, shown, selected, onSelect, onPick } = props;
  const nodeIds = useMemo(() => graph.nodes.map(({ id }) => id), [graph]);
  const decorations = useMemo(() => decorationsOf(shown, nodeIds), [shown, nodeIds]);
  const edgeTones = useMemo(() => edgeTonesOf(definition.edges, shown, moment.taken), [definition, shown, moment]);
  return (
    <Box>
      {shown.loops.length > 0 && (
        <Group gap="md" mb="xs">
          {shown.loops.map(({ path, rounds, shown: round }) => (
            <NativeSelect
              key={path}
              size="xs"
              label={`Round of ${path}`}
              value={String(round)}
              onChange={({ currentTarget }) => onPick(path, Number(currentTarget.value))}
              data={Array.from({ length: rounds }, (_, index) => ({
                value: String(index),
                label: `${String(index + 1)} of ${String(rounds)}`,
              }))}
            />
          ))}
        </Group>
      )}
      <Box h={{ base: 320, md: 420 }}>
        <GraphView
          label={label}
          graph={graph}
          nodeTypes={nodeTypes}
          decorations={decorations}
          edgeTones={edgeTones}
          selected={selected}
          onSelect={onSelect}
        />
      </Box>
    </Box>
  );
}
