import { Badge, Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Ago, counted, Lasts, ListTable } from "../../ui/index.ts";
import type { Run } from "./documents.ts";

/** The last removals of the project. */
export function Runs({ runs }: { readonly runs: readonly Run[] }): ReactElement {
  if (runs.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing has been removed yet.
      </Text>
    );
  return (
    <ListTable minWidth={680} columns={["Began", "Took", "Removed", "Exported before", "How it went"]}>
      {runs.map(({ id, startedAt, updatedAt, endedAt, removedRows, exportedRows, exportedBytes, problem }) => (
        <Table.Tr key={id}>
          <Table.Td>
            <Ago at={startedAt} size="sm" />
          </Table.Td>
          <Table.Td>
            <Lasts from={startedAt} to={endedAt ?? updatedAt} size="sm" />
          </Table.Td>
          <Table.Td>{counted(removedRows, "row")}</Table.Td>
          <Table.Td>
            {exportedRows === 0 ? "nothing" : `${counted(exportedRows, "row")}, ${sizeText(exportedBytes)}`}
          </Table.Td>
          <Table.Td>
            {problem === null ? (
              <Badge variant="light" radius="sm" tt="none" color={endedAt === null ? "blue" : "green"}>
                {endedAt === null ? "goes on" : "done"}
              </Badge>
            ) : (
              <>
                <Badge variant="light" radius="sm" tt="none" color="red">
                  stopped
                </Badge>
                <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                  {problem}
                </Text>
              </>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}

const MEGABYTE = 1_000_000;

function sizeText(bytes: number): string {
  return bytes < MEGABYTE
    ? `${Math.ceil(bytes / 1_000).toLocaleString("en")} KB`
    : `${(bytes / MEGABYTE).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
