import { Anchor, Group, Table, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { Ago, counted, Empty, JsonView, ListTable, QueryView, StepsThrough } from "../../ui/index.ts";
import { HistoryEventQuery, HistoryQuery } from "./documents.ts";

/** Temporal's history of the execution, event by event. The attributes of an event are loaded when it is opened. */
export function RawHistory({ id }: { readonly id: string }): ReactElement {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState<string>();
  const before = cursors.at(-1) ?? null;
  const query = useApi(HistoryQuery, { id, after: before }, { keepsPrevious: true });
  return (
    <QueryView query={query}>
      {({ execution }) => {
        const { edges = [], pageInfo, totalCount } = execution?.historyEvents ?? {};
        if (edges.length === 0)
          return <Empty title="No history yet">Events appear here as soon as they are copied from Temporal.</Empty>;
        return (
          <>
            <ListTable minWidth={480} columns={["Event", "Type", "When"]}>
              {edges.map(({ cursor, node: { eventId, eventType, eventTime } }, index) => (
                <Table.Tr key={cursor}>
                  <Table.Td>{eventId}</Table.Td>
                  <Table.Td>
                    <Anchor
                      component="button"
                      type="button"
                      size="sm"
                      aria-expanded={opened === cursor}
                      onClick={() => setOpened(opened === cursor ? undefined : cursor)}
                    >
                      {eventType}
                    </Anchor>
                    {opened === cursor && <Attributes id={id} after={edges[index - 1]?.cursor ?? before} />}
                  </Table.Td>
                  <Table.Td>
                    <Ago at={eventTime} size="sm" />
                  </Table.Td>
                </Table.Tr>
              ))}
            </ListTable>
            <Group justify="space-between">
              <Text size="sm" c="dimmed">
                {totalCount !== undefined && counted(totalCount, "event")}
              </Text>
              <StepsThrough cursors={cursors} onMove={setCursors} pageInfo={pageInfo} />
            </Group>
          </>
        );
      }}
    </QueryView>
  );
}

/** The attributes of the event behind a cursor. */
function Attributes({ id, after }: { readonly id: string; readonly after: string | null }): ReactElement {
  const query = useApi(HistoryEventQuery, { id, after });
  return (
    <QueryView query={query}>
      {({ execution }) => <JsonView title="Attributes" value={execution?.historyEvents.nodes[0]?.attributes} />}
    </QueryView>
  );
}
