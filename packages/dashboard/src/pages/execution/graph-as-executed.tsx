import { Box, Group, NativeSelect, NumberInput } from "@mantine/core";
import type { Definition, Graph, NodeTypeManifest } from "@tempograph/graph";
import { useMemo, type ReactElement } from "react";
import { GraphView } from "../../canvas/view/graph-view.tsx";
import type { Moment } from "../../replay/trace-player.ts";
import { decorationsOf, edgeTonesOf } from "../../replay/decorations.ts";
import type { ShownLoop, ShownSteps } from "../../replay/iterations.ts";

/** A list of more rounds could not be looked through, and would be made anew with each change. */
const MOST_LISTED = 100;

interface Props {
  readonly label: string;
  readonly graph: Graph;
  readonly definition: Pick<Definition, "edges">;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  readonly moment: Moment;
  readonly shown: ShownSteps;
  /** Nodes whose steps are not the same in the execution that this one is compared with. */
  readonly differingNodes?: ReadonlySet<string>;
  readonly selected: string | undefined;
  readonly onSelect: (node: string | undefined) => void;
  readonly onPick: (loop: string, round: number) => void;
}

/** The graph at a moment of an execution: the status of each node, the round of each loop, and dead paths grey. */
export function GraphAsExecuted(props: Props): ReactElement {
  const { label, graph, definition, nodeTypes, moment, shown, selected, onSelect, onPick, differingNodes } = props;
  const nodeIds = useMemo(() => graph.nodes.map(({ id }) => id), [graph]);
  const decorations = useMemo(() => decorationsOf(shown, nodeIds, differingNodes), [shown, nodeIds, differingNodes]);
  const edgeTones = useMemo(() => edgeTonesOf(definition.edges, shown, moment.taken), [definition, shown, moment]);
  return (
    <Box>
      {shown.loops.length > 0 && (
        <Group gap="md" mb="xs">
          {shown.loops.map((loop) => (
            <RoundField key={loop.path} loop={loop} onPick={onPick} />
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

function RoundField({
  loop: { path, rounds, shown },
  onPick,
}: {
  readonly loop: ShownLoop;
  readonly onPick: Props["onPick"];
}): ReactElement {
  const label = `Round of ${path}`;
  if (rounds > MOST_LISTED)
    return (
      <NumberInput
        size="xs"
        label={`${label}, of ${String(rounds)}`}
        value={shown + 1}
        min={1}
        max={rounds}
        allowDecimal={false}
        onChange={(chosen) => typeof chosen === "number" && onPick(path, Math.min(rounds, Math.max(1, chosen)) - 1)}
      />
    );
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={String(shown)}
      onChange={({ currentTarget }) => onPick(path, Number(currentTarget.value))}
      data={Array.from({ length: rounds }, (_, index) => ({
        value: String(index),
        label: `${String(index + 1)} of ${String(rounds)}`,
      }))}
    />
  );
}
