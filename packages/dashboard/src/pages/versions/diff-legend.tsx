import { Group, Text } from "@mantine/core";
import type { ReactElement } from "react";
import classes from "./diff-legend.module.css";
import type { Overlay } from "./overlay.ts";

const KINDS = [
  ["added", "added", "edgesAdded"],
  ["removed", "removed", "edgesRemoved"],
  ["changed", "changed", undefined],
  ["moved", "only moved", undefined],
] as const;

/** What the looks of cards and lines mean, with how many there are of each. The card of a node also says it in a word. */
export function DiffLegend({ counts }: Pick<Overlay, "counts">): ReactElement {
  return (
    <Group component="ul" gap="md" className={classes["legend"]} aria-label="Legend">
      {KINDS.map(([kind, words, edges]) => (
        <Group key={kind} component="li" gap={6} wrap="nowrap">
          <span aria-hidden className={classes["sample"]} data-kind={kind} />
          <Text span size="sm">
            {counts[kind]} {words}
            {edges !== undefined && counts[edges] > 0 && `, ${counts[edges]} ${counts[edges] === 1 ? "edge" : "edges"}`}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
