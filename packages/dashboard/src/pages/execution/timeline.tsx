import { Box, Group, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useMemo, useRef, type CSSProperties, type ReactElement } from "react";
import { durationText, Empty, exactText, useNow } from "../../ui/index.ts";
import type { Attempt } from "./model/recording.ts";
import { timeScale, type TimeScale } from "./model/time-scale.ts";
import { momentsOf, timelineRows, type TimelineRow } from "./model/timeline-rows.ts";
import type { StepState } from "@tempograph/graph";
import classes from "./timeline.module.css";

const ROW_PX = 28;
/** The list scrolls by itself, so that the graph and the scrubber stay in sight. */
const MOST_PX = 420;

interface Props {
  readonly steps: readonly StepState[];
  /** What the nodes are called, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** Whether the execution has not ended: then the timeline ends now. */
  readonly isOpen: boolean;
  /** The moment that the page shows; null: the latest. */
  readonly at: number | null;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

/** The steps over time: their waits, attempts and retries. Hours in which nothing happened are shown short. */
export function Timeline({ steps, names, attempts, isOpen, at, selected, onSelect }: Props): ReactElement {
  const now = useNow();
  const rows = useMemo(() => timelineRows(steps, attempts), [steps, attempts]);
  const scale = useMemo(() => timeScale(momentsOf(rows, isOpen ? now : null)), [rows, isOpen, now]);
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the rows are drawn here; nothing of it is passed on to memoized components
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  if (rows.length === 0) return <Empty title="Nothing has begun yet">The steps appear here as they begin.</Empty>;
  const idleMs = scale.idle.reduce((sum, { from, to }) => sum + to - from, 0);
  return (
    <Box>
      <Group justify="space-between" px={8}>
        <Text size="xs" c="dimmed" title={exactText(new Date(scale.from).toISOString())}>
          {durationText(scale.to - scale.from)} in all
        </Text>
        {idleMs > 0 && (
          <Text size="xs" c="dimmed">
            {durationText(idleMs)} without a change are shown short
          </Text>
        )}
      </Group>
      <Box ref={scroller} mah={MOST_PX} style={{ overflowY: "auto" }} tabIndex={0}>
        <ol
          className={classes["rows"]}
          aria-label="Steps over time"
          style={{ height: virtual.getTotalSize(), "--at": percent(scale.place(at ?? 0)) } as CSSProperties}
        >
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]!;
            const isSelected = row.path === selected;
            const name = names.get(row.nodeId) ?? nameIn(row.path);
            return (
              <Row key={row.path} {...{ row, name, scale, start, isSelected, onSelect }} hasMoment={at !== null} />
            );
          })}
        </ol>
      </Box>
    </Box>
  );
}

interface RowProps {
  readonly row: TimelineRow;
  readonly name: string;
  readonly scale: TimeScale;
  readonly start: number;
  readonly isSelected: boolean;
  /** Whether the page shows a moment that is not the latest. Which one is in `--at`, so that no row is drawn anew with another one. */
  readonly hasMoment: boolean;
  readonly onSelect: (path: string) => void;
}

const Row = memo(function Row({ row, name, scale, start, isSelected, hasMoment, onSelect }: RowProps): ReactElement {
  return (
    <li>
      <UnstyledButton
        className={classes["row"]}
        style={{ height: ROW_PX, transform: `translateY(${String(start)}px)` }}
        data-selected={isSelected}
        aria-pressed={isSelected}
        title={titleOf(row)}
        onClick={() => onSelect(row.path)}
      >
        <span className={classes["name"]} style={{ paddingLeft: row.depth * 12 }}>
          {name}
          {row.depth > 0 && (
            <Text span size="xs" c="dimmed">
              {" "}
              {row.path.slice(0, row.path.lastIndexOf("/"))}
            </Text>
          )}
        </span>
        <VisuallyHidden>{titleOf(row)}</VisuallyHidden>
        <Track row={row} scale={scale} hasMoment={hasMoment} />
      </UnstyledButton>
    </li>
  );
});

function Track({ row, scale, hasMoment }: Pick<RowProps, "row" | "scale" | "hasMoment">): ReactElement {
  return (
    <span className={classes["track"]}>
      {scale.idle.map(({ from, to }) => (
        <span
          key={from}
          className={classes["idle"]}
          style={{ left: percent(scale.place(from)), width: percent(scale.place(to) - scale.place(from)) }}
        />
      ))}
      {row.stretches.map((stretch, index) => {
        const left = scale.place(stretch.from);
        const end = stretch.to ?? scale.to;
        return (
          <span
            key={index}
            className={classes["stretch"]}
            data-kind={stretch.kind}
            data-status={row.status}
            title={`${stretch.title}, ${durationText(Math.max(0, end - stretch.from))}`}
            style={{ left: percent(Math.min(left, 0.995)), width: percent(scale.place(end) - left) }}
          />
        );
      })}
      {hasMoment && (
        <>
          <span className={classes["later"]} />
          <span className={classes["playhead"]} />
        </>
      )}
    </span>
  );
}

/** Of a step whose node is not in the graph, such as a compensation. */
const nameIn = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const percent = (place: number): string => `${String(place * 100)}%`;

function titleOf({ path, status, from, to }: TimelineRow): string {
  const took = from !== null && to !== null ? `, ${durationText(to - from)}` : "";
  return `${path}: ${status}${took}`;
}
