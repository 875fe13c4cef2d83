import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { RefusalFragment, graphql, useMay, useOperation } from "../data/index.ts";
import { ErrorPanel, exactText, ExecutionLink } from "../ui/index.ts";
import { dataText, type StoredEvent } from "./use-stored-events.ts";

const EventSendToTry = graphql(
  `
    mutation EventSendToTry($input: EventInput!) {
      eventSend(input: $input) {
        __typename
        ... on EventSendPayload {
          event {
            id
            executions(first: 1) {
              nodes {
                id
              }
            }
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

/** The event with which a graph is tried, as it stands in the fields. */
export interface EventText {
  readonly type: string;
  readonly data: string;
}

interface Props {
  readonly event: EventText;
  /** The newest events of this type. */
  readonly stored: readonly StoredEvent[];
  readonly onChange: (change: Partial<EventText>) => void;
  /** Why the data cannot be read. */
  readonly problem: string | undefined;
}

/** The event with which the graph is tried: typed, or one that is stored. It can also be sent for real. */
export function TryEvent({ event, stored, onChange, problem }: Props): ReactElement {
  const may = useMay();
  const sending = useOperation(EventSendToTry);
  const sent = sending.data?.event;
  return (
    <Stack gap="xs">
      <TextInput
        label="Type of the event"
        value={event.type}
        onChange={({ target }) => onChange({ type: target.value })}
      />
      <NativeSelect
        label="Data of a stored event"
        value=""
        onChange={({ currentTarget }) => {
          const chosen = stored.find(({ id }) => id === currentTarget.value);
          if (chosen !== undefined) onChange({ type: chosen.type, data: dataText(chosen) });
        }}
        data={[
          { value: "", label: stored.length === 0 ? "No such event is stored" : "Take the data of …" },
          ...stored.map(({ id, type, receivedAt }) => ({ value: id, label: `${type}, ${exactText(receivedAt)}` })),
        ]}
      />
      <Textarea
        label="Data of the event"
        value={event.data}
        onChange={({ target }) => onChange({ data: target.value })}
        error={problem}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        rows={6}
        spellCheck={false}
      />
      {may("eventSend") && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            loading={sending.isPending}
            disabled={problem !== undefined || event.type === ""}
            title="What is published runs, and not this draft."
            onClick={() => sending.mutate({ input: { type: event.type, data: JSON.parse(event.data) as unknown } })}
          >
            Send this event for real
          </Button>
          {sent?.executions.nodes[0] !== undefined && (
            <ExecutionLink id={sent.executions.nodes[0].id}>Look at its execution</ExecutionLink>
          )}
          {sent !== undefined && sent.executions.nodes.length === 0 && `It is stored as ${sent.id}.`}
        </Group>
      )}
      <ErrorPanel error={sending.error} />
    </Stack>
  );
}
