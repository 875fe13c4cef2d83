import { Anchor, Group, Text } from "@mantine/core";
import { memo, type ReactElement } from "react";
import { Ago, ExecutionLink, Lasts, PageLink, StatusBadge } from "../../ui/index.ts";
import { IconExternalLink } from "../../ui/icons.ts";
import type { Execution } from "./documents.ts";

interface Props {
  readonly execution: Execution;
  /** The status at the moment that the page shows, if that is not now. */
  readonly statusThen: string | undefined;
}

/** What the execution is, and what it hangs together with. */
export const ExecutionHeader = memo(function ExecutionHeader({ execution, statusThen }: Props): ReactElement {
  const { status, paused, createdAt, startedAt, closedAt, event, calledBy, rerunOf, rerunFrom, reruns } = execution;
  const { temporalUiUrl, mirrorOk, workflow, version } = execution;
  return (
    <Group gap="md">
      <Group gap={6}>
        <StatusBadge status={statusThen ?? status} />
        {paused && statusThen === undefined && <StatusBadge status="PAUSED" />}
      </Group>
      <Text size="sm">
        version {version.number} of{" "}
        <PageLink to="/workflows/$id" params={{ id: workflow.id }} size="sm" underline="always">
          the workflow
        </PageLink>
      </Text>
      <Text size="sm">
        began <Ago at={startedAt ?? createdAt} />, {closedAt === null ? "runs for" : "took"}{" "}
        <Lasts from={startedAt ?? createdAt} to={closedAt} />
      </Text>
      <Text size="sm">
        event{" "}
        <PageLink to="/events/$id" params={{ id: event.id }} size="sm" underline="always">
          {event.type}
        </PageLink>
      </Text>
      {calledBy !== null && (
        <Text size="sm">
          called by{" "}
          <PageLink
            to="/executions/$id"
            params={{ id: calledBy.execution.id }}
            search={{ step: calledBy.path }}
            size="sm"
            underline="always"
          >
            {calledBy.path} of {calledBy.execution.id}
          </PageLink>
        </Text>
      )}
      {rerunOf !== null && (
        <Text size="sm">
          runs <ExecutionLink id={rerunOf.id} underline="always" /> again{rerunFrom !== null && ` from ${rerunFrom}`} (
          <PageLink
            to="/executions/$id/compare/$other"
            params={{ id: rerunOf.id, other: execution.id }}
            size="sm"
            underline="always"
          >
            compare
          </PageLink>
          )
        </Text>
      )}
      {reruns.nodes.map(({ id }) => (
        <Text key={id} size="sm">
          run again as <ExecutionLink id={id} underline="always" />
        </Text>
      ))}
      {temporalUiUrl !== null && (
        <Anchor size="sm" href={temporalUiUrl} target="_blank" rel="noreferrer">
          Temporal&apos;s Web UI <IconExternalLink size={12} aria-hidden />
        </Anchor>
      )}
      {mirrorOk === false && (
        <Text size="sm" c="red">
          This page and Temporal differ: look at Temporal&apos;s Web UI.
        </Text>
      )}
    </Group>
  );
});
