import { Badge, Card, Group, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Ago, counted, Empty, ExecutionLink, PageLink, StatusBadge } from "../../ui/index.ts";
import { ConditionTree } from "./condition-tree.tsx";
import { readTriggers } from "./condition-part.ts";
import type { EventOf, EventOutcome } from "./documents.ts";

const COLORS: Readonly<Record<EventOutcome["outcome"], string>> = {
  STARTED: "green",
  FILTERED: "gray",
  REJECTED: "red",
  HELD: "yellow",
  DEDUPLICATED: "gray",
  BATCHED: "blue",
};

/** What became of an event for each workflow that it could concern, and why. */
export function Outcomes({ event }: { readonly event: EventOf }): ReactElement {
  const { outcomes, dispatchedAt } = event;
  if (outcomes.nodes.length === 0)
    return dispatchedAt === null ? (
      <Empty title="It waits to be matched">
        A worker matches it with the triggers; this page then shows the result.
      </Empty>
    ) : (
      <Empty title="It concerned no workflow">
        When it was stored, no published workflow had a trigger for its type and source. Publish one, and send it again.
      </Empty>
    );
  return (
    <Stack gap="sm">
      {outcomes.nodes.map((outcome) => (
        <OutcomeCard key={outcome.workflow.id} outcome={outcome} />
      ))}
      {outcomes.totalCount > outcomes.nodes.length && (
        <Text size="sm" c="dimmed">
          And {counted(outcomes.totalCount - outcomes.nodes.length, "more workflow")}
        </Text>
      )}
    </Stack>
  );
}

function OutcomeCard({ outcome: one }: { readonly outcome: EventOutcome }): ReactElement {
  const { outcome, sentence, workflow, workflowVersion, execution, until, triggers, payloadsHidden } = one;
  return (
    <Card withBorder component="article" aria-label={workflow.name}>
      <Stack gap="xs">
        <Group gap="sm">
          <Badge variant="light" color={COLORS[outcome]} radius="sm" tt="none">
            {outcome.toLowerCase()}
          </Badge>
          <PageLink to="/workflows/$id/versions" params={{ id: workflow.id }} fw={600}>
            {workflow.name}
          </PageLink>
          <Text size="sm" c="dimmed">
            version {workflowVersion}
          </Text>
          {execution !== null && (
            <>
              <ExecutionLink id={execution.id} />
              <StatusBadge status={execution.status} />
            </>
          )}
        </Group>
        <Text size="sm">{payloadsHidden ?? sentence}</Text>
        {until !== null && (
          <Text size="sm">
            Decided again <Ago at={until} />
          </Text>
        )}
        {readTriggers(triggers).map(
          ({ id, condition }) => condition !== null && <ConditionTree key={id} part={condition} />,
        )}
      </Stack>
    </Card>
  );
}
