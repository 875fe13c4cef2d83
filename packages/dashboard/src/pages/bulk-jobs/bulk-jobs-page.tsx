import { Table } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import {
  Ago,
  Empty,
  isFirstPage,
  ListTable,
  PageFrame,
  PageLink,
  pageOf,
  Pager,
  pagerMoves,
  QueryView,
  StatusBadge,
} from "../../ui/index.ts";
import { BulkJobsQuery } from "./documents.ts";
import { jobTitle } from "./job-title.ts";
import { JobProgress } from "./job-progress.tsx";

const EVERY_MS = 2_000;

const route = getRouteApi("/bulk");

/** What was done to many executions at once. */
export function BulkJobsPage(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const everyMs = isFirstPage(search) && EVERY_MS;
  const query = useApi(BulkJobsQuery, pageOf(search), { keepsPrevious: true, everyMs });
  return (
    <PageFrame
      title="Bulk jobs"
      about="What was done to many executions at once, the newest first"
      above={<PageLink to="/executions">Executions</PageLink>}
    >
      <QueryView query={query}>
        {({ bulkJobs }) =>
          bulkJobs.nodes.length === 0 ? (
            <Empty title="No bulk jobs yet">
              Choose executions in <PageLink to="/executions">their list</PageLink>, and what to do to all of them.
            </Empty>
          ) : (
            <>
              <ListTable minWidth={640} columns={["Job", "Status", "Progress", "Who", "Began"]} highlightOnHover>
                {bulkJobs.nodes.map((job) => (
                  <Table.Tr key={job.id}>
                    <Table.Td>
                      <PageLink to="/bulk/$id" params={{ id: job.id }} size="sm">
                        {jobTitle(job)}
                      </PageLink>
                    </Table.Td>
                    <Table.Td>
                      <StatusBadge status={job.status} />
                    </Table.Td>
                    <Table.Td w={260}>
                      <JobProgress {...job} />
                    </Table.Td>
                    <Table.Td>{job.actor}</Table.Td>
                    <Table.Td>
                      <Ago at={job.createdAt} size="sm" />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </ListTable>
              <Pager list={bulkJobs} {...pagerMoves((cursors) => void navigate({ search: cursors }))} />
            </>
          )
        }
      </QueryView>
    </PageFrame>
  );
}
