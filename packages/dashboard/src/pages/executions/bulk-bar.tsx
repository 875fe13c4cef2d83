import { Button, Group, Paper, SegmentedControl, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { PageLink } from "../../ui/index.ts";
import { BULK_CHOICES, type BulkChoice } from "./bulk-actions.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { ExecutionFilter } from "./filter-of.ts";

interface Props {
  readonly chosen: ReadonlySet<string>;
  /** The filter of the list. */
  readonly filter: ExecutionFilter;
  /** How many executions fit it. */
  readonly matching: number;
  readonly isCapped: boolean;
  readonly onClear: () => void;
}

/** What can be done to the executions that somebody has chosen, or to all that fit the filters. */
export function BulkBar({ chosen, filter, matching, isCapped, onClear }: Props): ReactElement {
  const [takesAll, setTakesAll] = useState(false);
  const [asked, setAsked] = useState<{ readonly choice: BulkChoice; readonly filter: ExecutionFilter }>();
  const all = `All ${matching.toLocaleString("en")}${isCapped ? " or more" : ""} that fit`;
  return (
    <Paper withBorder p="xs" component="section" aria-label="Many at once">
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          aria-label="Which executions"
          value={takesAll ? "all" : "chosen"}
          onChange={(value) => setTakesAll(value === "all")}
          data={[
            { value: "chosen", label: `${String(chosen.size)} chosen` },
            { value: "all", label: all },
          ]}
        />
        {!takesAll && chosen.size > 0 && (
          <Button size="xs" variant="subtle" onClick={onClear}>
            Choose none
          </Button>
        )}
        {(takesAll || chosen.size > 0) &&
          BULK_CHOICES.map((choice) => (
            <Button
              key={choice.kind}
              size="xs"
              variant={choice.warning === undefined ? "default" : "light"}
              color={choice.warning === undefined ? undefined : "red"}
              onClick={() => setAsked({ choice, filter: takesAll ? filter : { ids: [...chosen] } })}
            >
              {choice.label}
            </Button>
          ))}
        {!takesAll && chosen.size === 0 && (
          <Text size="sm" c="dimmed">
            Choose executions to do something to all of them.
          </Text>
        )}
        <PageLink to="/bulk" size="sm" ml="auto">
          Bulk jobs
        </PageLink>
      </Group>
      {asked !== undefined && <BulkDialog {...asked} onClose={() => setAsked(undefined)} />}
    </Paper>
  );
}
