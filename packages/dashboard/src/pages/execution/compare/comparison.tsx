import { Button, Group, Paper, SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import type { NodeTypeManifest } from "@tempograph/graph";
import { useMemo, useState, type ReactElement } from "react";
import {
  Ago,
  counted,
  Empty,
  ErrorPanel,
  ExecutionLink,
  Lasts,
  ListTable,
  Loading,
  StatusBadge,
} from "../../../ui/index.ts";
import { picksFor } from "../../../replay/iterations.ts";
import { ComparedGraph } from "./compared-graph.tsx";
import type { Side } from "./documents.ts";
import { PairRow } from "./pair-row.tsx";
import { pairSteps } from "./pair-steps.ts";
import { useComparedSteps } from "./use-compared-steps.ts";

/** So many rows are drawn at first, and with each click on "Show more". */
const ROWS = 100;

interface Props {
  readonly left: Side;
  readonly right: Side;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
}

/** The graphs of two executions beside each other, and below them the steps in pairs. */
export function Comparison({ left, right, nodeTypes }: Props): ReactElement {
  const leftRead = useComparedSteps(left.id);
  const rightRead = useComparedSteps(right.id);
  const reads = [leftRead, rightRead] as const;
  const [all, setAll] = useState(false);
  const [rows, setRows] = useState(ROWS);
  const [opened, setOpened] = useState<string>();
  const [picks, setPicks] = useState<ReadonlyMap<string, number>>(new Map());
  const isComplete = reads.every((read) => read.isComplete);
  const pairs = useMemo(
    () => (isComplete ? pairSteps(leftRead.steps, rightRead.steps) : []),
    [isComplete, leftRead.steps, rightRead.steps],
  );
  const differing = useMemo(() => pairs.filter(({ differs }) => differs.length > 0), [pairs]);
  const differingPaths = useMemo(() => new Set(differing.map(({ path }) => path)), [differing]);
  const open = (path: string | undefined): void => {
    setOpened(path);
    if (path !== undefined) setPicks((before) => picksFor(path, before));
  };
  const known = all ? pairs : differing;
  const pinned = known.findIndex(({ path }) => path === opened) === -1 && pairs.find(({ path }) => path === opened);
  const shown = [...(pinned ? [pinned] : []), ...known.slice(0, rows)];
  const common = {
    nodeTypes,
    differing: differingPaths,
    picks,
    onPick: (loop: string, round: number) => setPicks((before) => new Map([...before, [loop, round]])),
    selected: opened,
    onSelect: open,
  };
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {([left, right] as const).map((side, index) => (
          <Stack key={index} gap="xs">
            <Summary side={side} />
            <Paper withBorder p="xs">
              <ComparedGraph side={side} steps={reads[index as 0 | 1].steps} {...common} />
            </Paper>
          </Stack>
        ))}
      </SimpleGrid>
      {reads.map(({ error }, index) => (
        <ErrorPanel key={index} error={error} title="Its steps could not be read" />
      ))}
      {!isComplete && (
        <>
          <Text size="sm" c="dimmed">
            {reads.map(({ steps, total }) => `${String(steps.length)} of ${String(total ?? "…")}`).join(" and ")} steps
            are read
          </Text>
          <Loading />
        </>
      )}
      {isComplete && (
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {differing.length} of {counted(pairs.length, "step")} {differing.length === 1 ? "differs" : "differ"}
          </Text>
          <Switch label="Show the same steps, too" checked={all} onChange={() => setAll(!all)} />
        </Group>
      )}
      {isComplete && shown.length === 0 && (
        <Empty title="No step differs">Both executions did the same with the same data.</Empty>
      )}
      {shown.length > 0 && (
        <ListTable minWidth={600} columns={["Step", left.id, right.id, "Differs in"]}>
          {shown.map((pair) => (
            <PairRow
              key={pair.path}
              ids={[left.id, right.id]}
              pair={pair}
              isOpen={opened === pair.path}
              onToggle={() => open(opened === pair.path ? undefined : pair.path)}
            />
          ))}
        </ListTable>
      )}
      {known.length > rows && (
        <Group>
          <Button size="xs" variant="default" onClick={() => setRows(rows + ROWS)}>
            Show more of {known.length.toLocaleString("en")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Summary({ side }: { readonly side: Side }): ReactElement {
  const { id, status, workflow, version, createdAt, startedAt, closedAt } = side;
  return (
    <Group gap="xs">
      <ExecutionLink id={id} ff="monospace" />
      <StatusBadge status={status} />
      <Text size="sm">
        {workflow.name}, version {version.number}, <Ago at={createdAt} />,{" "}
        <Lasts from={startedAt ?? createdAt} to={closedAt} />
      </Text>
    </Group>
  );
}
