import { Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { ErrorCode, ExecutionLink, ListTable, StatusBadge } from "../../ui/index.ts";
import type { BulkJob } from "./documents.ts";

/** What became of each execution of a job, with the reason where it was not done. */
export function JobItems({ items }: { readonly items: BulkJob["items"]["nodes"] }): ReactElement {
  if (items.length === 0) return <Text c="dimmed">No executions.</Text>;
  return (
    <ListTable minWidth={640} columns={["Execution", "Outcome", "Why"]}>
      {items.map(({ execution: { id }, path, outcome, code, message, result }) => (
        <Table.Tr key={`${id} ${path ?? ""}`}>
          <Table.Td>
            <ExecutionLink id={id} ff="monospace" />
            {path !== null && <Text size="xs">{path}</Text>}
          </Table.Td>
          <Table.Td>
            <StatusBadge status={outcome} />
            {result !== null && (
              <Text size="xs">
                as <ExecutionLink id={result.id} size="xs" />
              </Text>
            )}
          </Table.Td>
          <Table.Td>
            {code !== null && <ErrorCode code={code} size="xs" />}
            {message !== null && <Text size="xs">{message}</Text>}
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}
