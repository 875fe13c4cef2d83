import { Table, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { PageFragment, graphql, useApi, useMay } from "../../data/index.ts";
import { Ago, Empty, PageFrame, PageLink, Pager, QueryView, TextFilter, pageOf, pagerMoves } from "../../ui/index.ts";
import { NewWorkflow } from "./new-workflow.tsx";

const WorkflowsQuery = graphql(
  `
    query Workflows($first: Int, $last: Int, $after: String, $before: String, $search: String) {
      workflows(first: $first, last: $last, after: $after, before: $before, search: $search, archived: false) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        nodes {
          id
          name
          description
          updatedAt
          publishedVersion {
            number
          }
        }
      }
    }
  `,
  [PageFragment],
);

const route = getRouteApi("/workflows");

/** All workflows, each with a link to its canvas. */
export function WorkflowsPage(): ReactElement {
  const { search, ...cursors } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useApi(WorkflowsQuery, { ...pageOf(cursors), search: search ?? null }, { keepsPrevious: true });
  const kept = search === undefined ? {} : { search };
  return (
    <PageFrame title="Workflows" actions={may("workflowCreate") && <NewWorkflow />}>
      <TextFilter
        label="Search by name"
        width={320}
        value={search}
        onChange={(value) => void navigate({ search: value === undefined ? {} : { search: value }, replace: true })}
      />
      <QueryView query={query}>
        {({ workflows }) =>
          workflows.nodes.length === 0 ? (
            <Empty title={search === undefined ? "No workflows yet" : "No workflow has this name"}>
              Make one here, or with one click from the examples on the start page.
            </Empty>
          ) : (
            <>
              <Table.ScrollContainer minWidth={560}>
                <Table highlightOnHover verticalSpacing="xs">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Workflow</Table.Th>
                      <Table.Th>Published</Table.Th>
                      <Table.Th>Changed</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {workflows.nodes.map(({ id, name, description, updatedAt, publishedVersion }) => (
                      <Table.Tr key={id}>
                        <Table.Td>
                          <PageLink to="/workflows/$id" params={{ id }}>
                            {name}
                          </PageLink>
                          {description !== null && (
                            <Text size="xs" c="dimmed" lineClamp={1}>
                              {description}
                            </Text>
                          )}
                        </Table.Td>
                        <Table.Td>
                          {publishedVersion === null ? "not yet" : `version ${publishedVersion.number}`}
                        </Table.Td>
                        <Table.Td>
                          <Ago at={updatedAt} />
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              <Pager list={workflows} {...pagerMoves((moved) => void navigate({ search: { ...kept, ...moved } }))} />
            </>
          )
        }
      </QueryView>
    </PageFrame>
  );
}
