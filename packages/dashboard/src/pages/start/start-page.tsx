import { Card, Group, SimpleGrid, Stack, Table, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { graphql, useApi, type ResultOf } from "../../data/index.ts";
import { Ago, Empty, ExecutionLink, PageFrame, PageLink, QueryView, StatusBadge } from "../../ui/index.ts";
import { FAILED_STATUSES, OPEN_STATUSES } from "../executions/executions-search.ts";
import { Count } from "./count.tsx";
import { Demos } from "./demo-cards.tsx";
import { OverviewQuery } from "./overview.ts";
import { System } from "./system.tsx";

const EVERY_MS = 2_000;
/** As many as `latest` asks for. While so many executions do not exist, the examples stand above everything that has nothing to show yet. */
const LATEST = 8;

const StartQuery = graphql(`
  query Start($latest: Int!) {
    running: executions(first: 1, filter: { status: [PENDING, RUNNING] }) {
      totalCount
      totalCountCapped
    }
    failed: executions(first: 1, filter: { status: [FAILED, TIMED_OUT] }) {
      totalCount
      totalCountCapped
    }
    incidents: executions(first: 1, filter: { hasIncident: true }) {
      totalCount
      totalCountCapped
    }
    approvals(first: 1, status: WAITING, mine: true) {
      totalCount
      totalCountCapped
    }
    latest: executions(first: $latest) {
      nodes {
        id
        status
        createdAt
        workflow {
          id
          name
        }
      }
    }
  }
`);

type Start = ResultOf<typeof StartQuery>;

/** What runs, what failed, what waits for somebody, and whether everything works. */
export function StartPage(): ReactElement {
  const query = useApi(StartQuery, { latest: LATEST }, { everyMs: EVERY_MS });
  const overview = useApi(OverviewQuery, {}, { everyMs: EVERY_MS });
  return (
    <PageFrame title="Start">
      <QueryView query={query}>
        {({ running, failed, incidents, approvals, latest }) => (
          <Stack gap="lg">
            <SimpleGrid cols={{ base: 2, md: 4 }}>
              <Count title="Running" of={running} to="/executions" search={{ status: OPEN_STATUSES }} />
              <Count title="Failed" of={failed} to="/executions" search={{ status: FAILED_STATUSES }} />
              <Count
                title="Stopped at a failed step"
                of={incidents}
                to="/executions"
                search={{ waiting: ["PERSON"] }}
              />
              <Count title="Waiting for me" of={approvals} to="/approvals" />
            </SimpleGrid>
            {/* One component in two places: it stays the same one, with the demo that it is starting, when the executions move it down. */}
            {latest.nodes.length < LATEST && <Demos key="demos" />}
            {overview.data !== undefined && <System overview={overview.data.overview} />}
            <Latest executions={latest.nodes} />
            {latest.nodes.length === LATEST && <Demos key="demos" />}
          </Stack>
        )}
      </QueryView>
    </PageFrame>
  );
}

function Latest({ executions }: { readonly executions: Start["latest"]["nodes"] }): ReactElement {
  if (executions.length === 0)
    return (
      <Empty title="Nothing has run yet">
        Start one of the workflows above with one click, or publish your own and send it an event.
      </Empty>
    );
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Title order={2} size="h4">
          Latest executions
        </Title>
        <PageLink to="/executions" size="sm">
          All executions
        </PageLink>
      </Group>
      <Table mt="xs">
        <Table.Tbody>
          {executions.map(({ id, status, createdAt, workflow }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <ExecutionLink id={id}>{workflow.name}</ExecutionLink>
              </Table.Td>
              <Table.Td>
                <StatusBadge status={status} />
              </Table.Td>
              <Table.Td ta="right">
                <Ago at={createdAt} size="sm" c="dimmed" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
