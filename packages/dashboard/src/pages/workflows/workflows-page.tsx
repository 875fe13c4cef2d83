import { Table, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { PageFragment, graphql, useApi, useMay } from "../../data/index.ts";
import {
  Ago,
  atPage,
  withFilter,
  Empty,
  ListTable,
  PageFrame,
  PageLink,
  pageOf,
  Pager,
  pagerMoves,
  QueryView,
  TextFilter,
} from "../../ui/index.ts";
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
  const shown = route.useSearch();
  const { search } = shown;
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useApi(WorkflowsQuery, { ...pageOf(shown), search: search ?? null }, { keepsPrevious: true });
  return (
    <PageFrame title="Workflows" actions={may("workflowCreate") && <NewWorkflow />}>
      <TextFilter
        label="Search by name"
        width={320}
        value={search}
        onChange={(value) => void navigate({ search: withFilter(shown, { search: value }), replace: true })}
      />
      <QueryView query={query}>
        {({ workflows }) =>
          workflows.nodes.length === 0 ? (
            <Empty title={search === undefined ? "No workflows yet" : "No workflow has this name"}>
              Make one here, or with one click from the examples on the start page.
            </Empty>
          ) : (
            <>
              <ListTable minWidth={560} columns={["Workflow", "Published", "Changed"]} highlightOnHover>
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
                    <Table.Td>{publishedVersion === null ? "not yet" : `version ${publishedVersion.number}`}</Table.Td>
                    <Table.Td>
                      <Ago at={updatedAt} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </ListTable>
              <Pager list={workflows} {...pagerMoves((cursors) => void navigate({ search: atPage(shown, cursors) }))} />
            </>
          )
        }
      </QueryView>
    </PageFrame>
  );
}
