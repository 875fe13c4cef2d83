import { Badge, Card, Group, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { graphql, useApi, type ResultOf } from "../../data/index.ts";
import { Ago, Empty, PageFrame, PageLink, QueryView, StatusBadge } from "../../ui/index.ts";
import { Count } from "./count.tsx";

const EVERY_MS = 2_000;

const StartQuery = graphql(`
  query Start {
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
    approvals(first: 1) {
      totalCount
      totalCountCapped
    }
    latest: executions(first: 8) {
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
    health {
      ok
      version
      parts {
        name
        ok
        message
        latencyMs
      }
    }
  }
`);

type Start = ResultOf<typeof StartQuery>;

/** What runs, what failed, what waits for somebody, and whether everything works. */
export function StartPage(): ReactElement {
  const query = useApi(StartQuery, {}, { everyMs: EVERY_MS });
  return (
    <PageFrame title="Start">
      <QueryView query={query}>
        {({ running, failed, incidents, approvals, latest, health }) => (
          <Stack gap="lg">
            <SimpleGrid cols={{ base: 2, md: 4 }}>
              <Count title="Running" of={running} to="/executions" search={{ status: ["PENDING", "RUNNING"] }} />
              <Count title="Failed" of={failed} to="/executions" search={{ status: ["FAILED", "TIMED_OUT"] }} />
              <Count title="Stopped at a failed step" of={incidents} to="/executions" search={{ incident: true }} />
              <Count title="Waiting for a decision" of={approvals} />
            </SimpleGrid>
            <Latest executions={latest.nodes} />
            <Health health={health} />
          </Stack>
        )}
      </QueryView>
    </PageFrame>
  );
}

function Latest({ executions }: { readonly executions: Start["latest"]["nodes"] }): ReactElement {
  if (executions.length === 0)
    return <Empty title="Nothing has run yet">Publish a workflow and send it an event, and it appears here.</Empty>;
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
                <PageLink to="/executions/$id" params={{ id }} size="sm">
                  {workflow.name}
                </PageLink>
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

function Health({ health }: { readonly health: Start["health"] }): ReactElement {
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        Health
      </Title>
      <Group mt="xs" gap="lg">
        {health.parts.map(({ name, ok, message, latencyMs }) => (
          <Group key={name} gap="xs" title={message ?? undefined}>
            <Badge variant="light" color={ok ? "green" : "red"} tt="none">
              {ok ? "works" : "does not answer"}
            </Badge>
            <Text size="sm">
              {name}
              {latencyMs !== null && ok && `, ${latencyMs.toFixed(1)} ms`}
            </Text>
          </Group>
        ))}
        <Text size="sm" c="dimmed">
          Tempograph {health.version}
        </Text>
      </Group>
    </Card>
  );
}
