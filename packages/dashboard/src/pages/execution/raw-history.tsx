import { Anchor, Button, Group, Table, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { Ago, Empty, QueryView } from "../../ui/index.ts";
import { HistoryQuery } from "./documents.ts";
import { JsonView } from "./json-view.tsx";

/** Temporal's history of the execution, event by event. */
export function RawHistory({ id }: { readonly id: string }): ReactElement {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState<string>();
  const query = useApi(HistoryQuery, { id, after: cursors.at(-1) ?? null }, { keepsPrevious: true });
  return (
    <QueryView query={query}>
      {({ execution }) => {
        const { nodes = [], pageInfo, totalCount } = execution?.historyEvents ?? {};
        if (nodes.length === 0)
          return <Empty title="No history yet">Events appear here as soon as they are copied from Temporal.</Empty>;
        return (
          <>
            <Table.ScrollContainer minWidth={480}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Event</Table.Th>
                    <Table.Th>Type</Table.Th>
                    <Table.Th>When</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {nodes.map(({ runId, eventId, eventType, eventTime, attributes }) => {
                    const key = `${runId} ${eventId}`;
                    return (
                      <Table.Tr key={key}>
                        <Table.Td>{eventId}</Table.Td>
                        <Table.Td>
                          <Anchor
                            component="button"
                            type="button"
                            size="sm"
                            aria-expanded={opened === key}
                            onClick={() => setOpened(opened === key ? undefined : key)}
                          >
                            {eventType}
                          </Anchor>
                          {opened === key && <JsonView title="Attributes" value={attributes} />}
                        </Table.Td>
                        <Table.Td>
                          <Ago at={eventTime} size="sm" />
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            <Group justify="space-between">
              <Text size="sm" c="dimmed">
                {totalCount} events
              </Text>
              <Group gap="xs">
                <Button
                  size="xs"
                  variant="default"
                  disabled={cursors.length === 0}
                  onClick={() => setCursors(cursors.slice(0, -1))}
                >
                  Earlier
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  disabled={pageInfo?.hasNextPage !== true}
                  onClick={() => setCursors([...cursors, pageInfo?.endCursor ?? ""])}
                >
                  Later
                </Button>
              </Group>
            </Group>
          </>
        );
      }}
    </QueryView>
  );
}
