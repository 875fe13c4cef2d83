import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Ago, Lasts, PageLink, StatusBadge } from "../../ui/index.ts";
import type { ListedExecution } from "./documents.ts";
import type { ColumnName } from "./executions-search.ts";

interface Column {
  readonly title: string;
  readonly show: (execution: ListedExecution) => ReactNode;
}

/** What each column shows of an execution. */
export const columns: Readonly<Record<ColumnName, Column>> = {
  status: {
    title: "Status",
    show: ({ status, paused }) => (
      <Group gap={6}>
        <StatusBadge status={status} />
        {paused && <StatusBadge status="PAUSED" />}
      </Group>
    ),
  },
  workflow: {
    title: "Workflow",
    show: ({ workflow, version }) => (
      <>
        <PageLink to="/executions" search={{ workflow: workflow.id }} size="sm">
          {workflow.name}
        </PageLink>
        <Text size="xs" c="dimmed">
          version {version.number}
        </Text>
      </>
    ),
  },
  event: {
    title: "Event",
    show: ({ event }) => (
      <PageLink to="/events/$id" params={{ id: event.id }} size="sm">
        {event.type}
      </PageLink>
    ),
  },
  trigger: { title: "Trigger", show: ({ triggerId }) => <Text size="sm">{triggerId}</Text> },
  began: { title: "Began", show: ({ createdAt }) => <Ago at={createdAt} size="sm" /> },
  ended: { title: "Ended", show: ({ closedAt }) => closedAt !== null && <Ago at={closedAt} size="sm" /> },
  lasts: { title: "Lasts", show: ({ createdAt, closedAt }) => <Lasts from={createdAt} to={closedAt} size="sm" /> },
  failure: {
    title: "Failure",
    show: ({ failure }) =>
      failure !== null && (
        <Text size="xs" lineClamp={2} maw={320} title={failure.message}>
          {failure.code}: {failure.message}
        </Text>
      ),
  },
};
