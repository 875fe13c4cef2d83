import { Checkbox, Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { ExecutionLink } from "../../ui/index.ts";
import { columns } from "./columns.tsx";
import type { ListedExecution } from "./documents.ts";
import type { ColumnName } from "./executions-search.ts";

interface Props {
  readonly executions: readonly ListedExecution[];
  readonly shown: readonly ColumnName[];
  /** The ids of those that are chosen. Absent: none can be, because the person may not do anything to many. */
  readonly chosen: ReadonlySet<string> | undefined;
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
}

/** A page of executions, each with a box to choose it. */
export function ExecutionsTable({ executions, shown, chosen, onChoose }: Props): ReactElement {
  const ids = executions.map(({ id }) => id);
  const count = ids.filter((id) => chosen?.has(id)).length;
  return (
    <Table.ScrollContainer minWidth={240 + shown.length * 130}>
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {chosen !== undefined && (
              <Table.Th w={36}>
                <Checkbox
                  aria-label="Choose all on this page"
                  checked={count === ids.length}
                  indeterminate={count > 0 && count < ids.length}
                  onChange={({ currentTarget }) => onChoose(ids, currentTarget.checked)}
                />
              </Table.Th>
            )}
            <Table.Th>Execution</Table.Th>
            {shown.map((name) => (
              <Table.Th key={name}>{columns[name].title}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {executions.map((execution) => (
            <Table.Tr key={execution.id}>
              {chosen !== undefined && (
                <Table.Td>
                  <Checkbox
                    aria-label={`Choose ${execution.id}`}
                    checked={chosen.has(execution.id)}
                    onChange={({ currentTarget }) => onChoose([execution.id], currentTarget.checked)}
                  />
                </Table.Td>
              )}
              <Table.Td>
                <ExecutionLink id={execution.id} ff="monospace" />
                {execution.failure !== null && !shown.includes("failure") && (
                  <Text size="xs" c="dimmed" lineClamp={1} maw={340} title={execution.failure.message}>
                    {execution.failure.message}
                  </Text>
                )}
              </Table.Td>
              {shown.map((name) => (
                <Table.Td key={name}>{columns[name].show(execution)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
