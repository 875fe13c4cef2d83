import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import type { ReactElement } from "react";
import { columns } from "./columns.tsx";
import { COLUMNS, type ColumnName } from "./executions-search.ts";

interface Props {
  readonly shown: readonly ColumnName[];
  readonly onChange: (shown: readonly ColumnName[]) => void;
}

/** Chooses the columns of the list. One at least stays. */
export function ColumnPicker({ shown, onChange }: Props): ReactElement {
  return (
    <Popover position="bottom-end" withinPortal shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default">Columns</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs">
          {COLUMNS.map((name) => (
            <Checkbox
              key={name}
              label={columns[name].title}
              checked={shown.includes(name)}
              disabled={shown.length === 1 && shown.includes(name)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(COLUMNS.filter((one) => (one === name ? checked : shown.includes(one))))
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
