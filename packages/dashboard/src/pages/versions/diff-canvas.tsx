import { Box, Group, SegmentedControl, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { parseGraph, type Graph, type NodeTypeManifest } from "@tempograph/graph";
import { useMemo, useState, type ReactElement } from "react";
import { GraphView } from "../../canvas/view/graph-view.tsx";
import { useNodeTypes } from "../../machine/use-node-types.ts";
import { ErrorPanel, Loading } from "../../ui/index.ts";
import { DiffLegend } from "./diff-legend.tsx";
import { overlayOf } from "./overlay.ts";
import { useGraphOf } from "./use-graph-of.ts";

interface Props {
  readonly workflowId: string;
  readonly from: string;
  readonly to: string;
  readonly selected: string | undefined;
  readonly onSelect: (node: string | undefined) => void;
}

/** What differs between two versions, on the canvas: in one picture, or side by side. */
export function DiffCanvas({ workflowId, from, to, selected, onSelect }: Props): ReactElement | null {
  const [before, after] = [useGraphOf(workflowId, from), useGraphOf(workflowId, to)];
  const nodeTypes = useNodeTypes();
  const older = useGraph(before.graph);
  const newer = useGraph(after.graph);
  const error = before.error ?? after.error;
  if (error !== null) return <ErrorPanel error={error} title="The graphs could not be read" />;
  if (older === undefined || newer === undefined || nodeTypes === undefined) return <Loading />;
  if (older === null || newer === null) return null;
  return <Compared {...{ older, newer, nodeTypes, selected, onSelect }} />;
}

/** Null where a draft is no graph. */
function useGraph(stored: unknown): Graph | null | undefined {
  return useMemo(() => (stored === undefined ? undefined : parseGraph(stored).graph), [stored]);
}

interface ComparedProps extends Pick<Props, "selected" | "onSelect"> {
  readonly older: Graph;
  readonly newer: Graph;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
}

function Compared({ older, newer, nodeTypes, selected, onSelect }: ComparedProps): ReactElement {
  const [view, setView] = useState("one");
  const { graph, decorations, edgeTones, goneEdges, counts } = useMemo(() => overlayOf(older, newer), [older, newer]);
  const drawing = { nodeTypes, decorations, selected, onSelect };
  return (
    <Stack component="section" gap="xs" aria-label="What differs, on the canvas">
      <Group justify="space-between">
        <DiffLegend counts={counts} />
        <SegmentedControl
          size="xs"
          aria-label="How the versions are drawn"
          value={view}
          onChange={setView}
          data={[
            { value: "one", label: "In one picture" },
            { value: "two", label: "Side by side" },
          ]}
        />
      </Group>
      {view === "one" ? (
        <Box h={{ base: 320, md: 440 }}>
          <GraphView {...drawing} label="Both versions in one picture" graph={graph} edgeTones={edgeTones} />
        </Box>
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Side title="Before">
            <GraphView {...drawing} label="The older version" graph={older} edgeTones={goneEdges} />
          </Side>
          <Side title="After">
            <GraphView {...drawing} label="The newer version" graph={newer} edgeTones={edgeTones} />
          </Side>
        </SimpleGrid>
      )}
      {selected === undefined && (
        <Text size="xs" c="dimmed">
          Select a node to see only what differs in it.
        </Text>
      )}
    </Stack>
  );
}

function Side({ title, children }: { readonly title: string; readonly children: ReactElement }): ReactElement {
  return (
    <Box>
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      <Box h={{ base: 320, md: 440 }}>{children}</Box>
    </Box>
  );
}
