import { Anchor, Badge, Group, SimpleGrid, Stack, Switch, Table, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { Fragment, useMemo, useState, type ReactElement } from "react";
import { graphql, useApi, type ResultOf } from "../../../data/index.ts";
import { Ago, Empty, JsonView, Lasts, PageFrame, PageLink, QueryView, StatusBadge } from "../../../ui/index.ts";
import { pairSteps, type ComparedStep, type StepPair } from "./pair-steps.ts";

const CompareQuery = graphql(`
  query CompareExecutions($id: ID!, $other: ID!) {
    left: execution(id: $id) {
      id
      status
      createdAt
      startedAt
      closedAt
      output
      workflow {
        name
      }
      version {
        id
        number
      }
      steps(first: 200) {
        totalCount
        nodes {
          path
          status
          input
          output
          startedAt
          endedAt
        }
      }
    }
    right: execution(id: $other) {
      id
      status
      createdAt
      startedAt
      closedAt
      output
      workflow {
        name
      }
      version {
        id
        number
      }
      steps(first: 200) {
        totalCount
        nodes {
          path
          status
          input
          output
          startedAt
          endedAt
        }
      }
    }
  }
`);

type Side = NonNullable<ResultOf<typeof CompareQuery>["left"]>;

const route = getRouteApi("/executions/$id/compare/$other");

/** Two executions side by side, step by step. */
export function ComparePage(): ReactElement {
  const query = useApi(CompareQuery, route.useParams());
  return (
    <PageFrame title="Compare two executions" above={<PageLink to="/executions">Executions</PageLink>}>
      <QueryView query={query}>
        {({ left, right }) =>
          left === null || right === null ? (
            <Empty title="One of the executions does not exist">Look them up in the list of executions.</Empty>
          ) : (
            <Comparison left={left} right={right} />
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function Comparison({ left, right }: { readonly left: Side; readonly right: Side }): ReactElement {
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<string>();
  const pairs = useMemo(() => pairSteps(left.steps.nodes, right.steps.nodes), [left, right]);
  const shown = all ? pairs : pairs.filter(({ differs }) => differs.length > 0);
  const most = Math.max(left.steps.totalCount, right.steps.totalCount);
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Summary side={left} />
        <Summary side={right} />
      </SimpleGrid>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {pairs.filter(({ differs }) => differs.length > 0).length} of {pairs.length} steps differ
          {most > 200 && `; only the first 200 of ${String(most)} steps are compared`}
        </Text>
        <Switch label="Show the same steps, too" checked={all} onChange={() => setAll(!all)} />
      </Group>
      {shown.length === 0 ? (
        <Empty title="No step differs">Both executions did the same with the same data.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={600}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Step</Table.Th>
                <Table.Th>{left.id}</Table.Th>
                <Table.Th>{right.id}</Table.Th>
                <Table.Th>Differs in</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((pair) => (
                <Pair
                  key={pair.path}
                  pair={pair}
                  isOpen={opened === pair.path}
                  onToggle={() => setOpened(opened === pair.path ? undefined : pair.path)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

function Summary({
  side: { id, status, workflow, version, createdAt, startedAt, closedAt },
}: {
  readonly side: Side;
}): ReactElement {
  return (
    <Group gap="xs">
      <PageLink to="/executions/$id" params={{ id }} ff="monospace" size="sm">
        {id}
      </PageLink>
      <StatusBadge status={status} />
      <Text size="sm">
        {workflow.name}, version {version.number}, <Ago at={createdAt} />,{" "}
        <Lasts from={startedAt ?? createdAt} to={closedAt} />
      </Text>
    </Group>
  );
}

interface PairProps {
  readonly pair: StepPair;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Pair({ pair: { path, left, right, differs }, isOpen, onToggle }: PairProps): ReactElement {
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td>
          <Anchor component="button" type="button" size="sm" aria-expanded={isOpen} onClick={onToggle}>
            {path}
          </Anchor>
        </Table.Td>
        {[left, right].map((step, index) => (
          <Table.Td key={index}>{step === undefined ? "–" : <Visit step={step} />}</Table.Td>
        ))}
        <Table.Td>
          <Group gap={4}>
            {differs.map((field) => (
              <Badge key={field} variant="light" tt="none">
                {field}
              </Badge>
            ))}
          </Group>
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <JsonView title="Input on the left" value={left?.input} />
              <JsonView title="Input on the right" value={right?.input} />
              <JsonView title="Output on the left" value={left?.output} />
              <JsonView title="Output on the right" value={right?.output} />
            </SimpleGrid>
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}

function Visit({ step: { status, startedAt, endedAt } }: { readonly step: ComparedStep }): ReactElement {
  return (
    <Group gap={6}>
      <StatusBadge status={status} />
      {startedAt !== null && endedAt !== null && <Lasts from={startedAt} to={endedAt} size="sm" />}
    </Group>
  );
}
