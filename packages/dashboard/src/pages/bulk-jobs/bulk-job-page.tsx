import { Alert, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApi, useMay, useOperation } from "../../data/index.ts";
import {
  Ago,
  atPage,
  Empty,
  ErrorPanel,
  PageFrame,
  PageLink,
  pageOf,
  Pager,
  pagerMoves,
  QueryView,
  StatusBadge,
} from "../../ui/index.ts";
import { OUTCOMES } from "./bulk-job-search.ts";
import { BulkJobQuery, BulkStop, type BulkJob } from "./documents.ts";
import { JobFacts } from "./job-facts.tsx";
import { JobItems } from "./job-items.tsx";
import { JobProgress } from "./job-progress.tsx";
import { jobTitle } from "./job-title.ts";

const EVERY_MS = 1_000;

const OUTCOME_NAMES = { PENDING: "Not yet", DONE: "Done", SKIPPED: "Skipped", FAILED: "Refused" } as const;

const route = getRouteApi("/bulk/$id");

/** A bulk job: how far it is, and what became of each of its executions. */
export function BulkJobPage(): ReactElement {
  const { id } = route.useParams();
  const search = route.useSearch();
  const variables = { id, outcome: search.outcome ?? null, ...pageOf(search) };
  const query = useApi(BulkJobQuery, variables, {
    keepsPrevious: true,
    everyMs: (known) => (known === undefined || known.bulkJob?.status === "RUNNING") && EVERY_MS,
  });
  const job = query.data?.bulkJob;
  return (
    <PageFrame
      title={job == null ? "Bulk job" : jobTitle(job)}
      above={<PageLink to="/bulk">Bulk jobs</PageLink>}
      actions={job?.status === "RUNNING" && <StopButton id={id} />}
    >
      <QueryView query={query}>
        {({ bulkJob }) =>
          bulkJob === null ? (
            <Empty title="There is no such job">Look it up in the list of bulk jobs.</Empty>
          ) : (
            <Job job={bulkJob} />
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function StopButton({ id }: { readonly id: string }): ReactElement {
  const stop = useOperation(BulkStop);
  const may = useMay();
  if (!may("bulkStop")) return <></>;
  return (
    <Stack gap="xs">
      <Button color="red" variant="light" loading={stop.isPending} onClick={() => stop.mutate({ input: { id } })}>
        Stop
      </Button>
      <ErrorPanel error={stop.error} />
    </Stack>
  );
}

function Job({ job }: { readonly job: BulkJob }): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { status, actor, createdAt, endedAt, waitingFor, items } = job;
  return (
    <Stack>
      <Group gap="xs">
        <StatusBadge status={status} />
        <Text size="sm">
          {actor} began it <Ago at={createdAt} />
          {endedAt !== null && (
            <>
              {" "}
              and it ended <Ago at={endedAt} />
            </>
          )}
          .
        </Text>
      </Group>
      <div>
        <JobProgress {...job} />
      </div>
      {waitingFor !== null && (
        <Alert color="yellow" variant="light" title="It waits">
          {waitingFor}
        </Alert>
      )}
      {status === "STOPPED" && (
        <Text size="sm">Somebody stopped it. What it had done by then is kept; the rest was left alone.</Text>
      )}
      <JobFacts job={job} />
      <SegmentedControl
        aria-label="Which executions"
        value={search.outcome ?? ""}
        onChange={(value) => {
          const outcome = OUTCOMES.find((one) => one === value);
          void navigate({ search: outcome === undefined ? {} : { outcome } });
        }}
        data={[{ value: "", label: "All" }, ...OUTCOMES.map((value) => ({ value, label: OUTCOME_NAMES[value] }))]}
        style={{ alignSelf: "flex-start" }}
      />
      <JobItems items={items.nodes} />
      <Pager
        list={items}
        {...pagerMoves((cursors) => void navigate({ search: (before) => atPage(before, cursors) }))}
      />
    </Stack>
  );
}
