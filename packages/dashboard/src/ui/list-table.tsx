import { Table, type TableProps } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

interface Props extends TableProps {
  /** The heading of each column. */
  readonly columns: readonly ReactNode[];
  /** In pixels. On a narrower screen the table scrolls by itself, and not the page. */
  readonly minWidth: number;
  /** A `Table.Tr` for each entry. */
  readonly children: ReactNode;
}

/** A list as a table. */
export function ListTable({ columns, minWidth, children, ...table }: Props): ReactElement {
  return (
    <Table.ScrollContainer minWidth={minWidth}>
      <Table verticalSpacing="xs" {...table}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column, index) => (
              <Table.Th key={index}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
