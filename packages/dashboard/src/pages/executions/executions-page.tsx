import { Group, Table, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { PageFragment, graphql, useApi, type ResultOf } from "../../data/index.ts";
import { Ago, Empty, Lasts, PageFrame, PageLink, Pager, QueryView, StatusBadge } from "../../ui/index.ts";
import { ExecutionFilters } from "./execution-filters.tsx";

const PAGE = 50;
/** The list itself has no live updates, so it asks again. An execution's own page follows its steps. */
const EVERY_MS = 2_000;

const ExecutionsQuery = graphql(
  `
    query Executions($first: Int, $last: Int, $after: String, $before: String, $filter: ExecutionFilter) {
      executions(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        nodes {
          id
          status
          paused
          createdAt
          closedAt
          triggerId
          workflow {
            id
            name
          }
          version {
            number
          }
          failure {
            code
            message
          }
        }
      }
    }
  `,
  [PageFragment],
);

type Executions = ResultOf<typeof ExecutionsQuery>["executions"];

const route = getRouteApi("/executions");

export function ExecutionsPage(): ReactElement {
  const { workflow, version, status, event, incident, after, before } = route.useSearch();
  const navigate = route.useNavigate();
  const isFirstPage = after === undefined && before === undefined;
  const query = useApi(
    ExecutionsQuery,
    {
      ...(before === undefined ? { first: PAGE, after: after ?? null } : { last: PAGE, before }),
      filter: {
        workflowId: workflow ?? null,
        version: version ?? null,
        status: status === undefined ? null : [...status],
        eventId: event ?? null,
        hasIncident: incident ?? null,
      },
    },
    { keepsPrevious: true, everyMs: isFirstPage && EVERY_MS },
  );
  return (
    <PageFrame title="Executions" about={isFirstPage ? "The newest first, live" : "The newest first"}>
      <ExecutionFilters />
      <QueryView query={query}>
        {({ executions }) =>
          executions.nodes.length === 0 ? (
            <NoExecutions isFiltered={[workflow, version, status, event, incident].some((one) => one !== undefined)} />
          ) : (
            <>
              <ExecutionTable executions={executions} />
              <Pager
                list={executions}
                onNext={(cursor) => void navigate({ search: ({ before: _, ...rest }) => ({ ...rest, after: cursor }) })}
                onPrevious={(cursor) =>
                  void navigate({ search: ({ after: _, ...rest }) => ({ ...rest, before: cursor }) })
                }
                onFirst={() => void navigate({ search: ({ after: _, before: __, ...rest }) => rest })}
              />
            </>
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function NoExecutions({ isFiltered }: { readonly isFiltered: boolean }): ReactElement {
  return isFiltered ? (
    <Empty title="No execution fits these filters">Take one away, or look at all of them.</Empty>
  ) : (
    <Empty title="No executions yet">An event that fits the trigger of a published workflow starts one.</Empty>
  );
}

function ExecutionTable({ executions }: { readonly executions: Executions }): ReactElement {
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Execution</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>Workflow</Table.Th>
            <Table.Th>Began</Table.Th>
            <Table.Th>Lasts</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {executions.nodes.map(({ id, status, paused, workflow, version, createdAt, closedAt, failure }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <PageLink to="/executions/$id" params={{ id }} size="sm" ff="monospace">
                  {id}
                </PageLink>
              </Table.Td>
              <Table.Td>
                <Group gap={6}>
                  <StatusBadge status={status} />
                  {paused && <StatusBadge status="PAUSED" />}
                </Group>
                {failure !== null && (
                  <Text size="xs" c="dimmed" lineClamp={1} title={failure.message}>
                    {failure.message}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <PageLink to="/executions" search={{ workflow: workflow.id }} size="sm">
                  {workflow.name}
                </PageLink>
                <Text size="xs" c="dimmed">
                  version {version.number}
                </Text>
              </Table.Td>
              <Table.Td>
                <Ago at={createdAt} size="sm" />
              </Table.Td>
              <Table.Td>
                <Lasts from={createdAt} to={closedAt} size="sm" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
