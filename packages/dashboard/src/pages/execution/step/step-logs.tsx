import { Alert, Box, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useApi } from "../../../data/index.ts";
import { Ago, StepsThrough } from "../../../ui/index.ts";
import { StepLogsQuery } from "../documents.ts";

interface Props {
  readonly id: string;
  readonly path: string;
  /** The moment that the page shows, in ms since epoch; null: now. */
  readonly at: number | null;
  readonly isLive: boolean;
}

/** The lines that a step logged up to a moment, a hundred at a time. */
export function StepLogs({ id, path, at, isLive }: Props): ReactElement | null {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const query = useApi(
    StepLogsQuery,
    { id, path, after: cursors.at(-1) ?? null },
    { keepsPrevious: true, everyMs: isLive && 2_000 },
  );
  const logs = query.data?.execution?.step?.logs;
  const lines = logs?.nodes.filter((line) => at === null || Date.parse(line.at) <= at) ?? [];
  if (logs === undefined || (lines.length === 0 && cursors.length === 0)) return null;
  const { totalCount, pageInfo } = logs;
  return (
    <Alert
      variant="light"
      color="gray"
      title={`Logs${totalCount > logs.nodes.length ? `, of ${totalCount.toLocaleString("en")} lines these` : ""}`}
    >
      {lines.map(({ at: when, level, message, fields, attempt }, index) => (
        <Text key={index} size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
          <Ago at={when} /> {level} {attempt > 1 && `attempt ${String(attempt)} `}
          {message} {fields == null ? "" : JSON.stringify(fields)}
        </Text>
      ))}
      {(cursors.length > 0 || pageInfo.hasNextPage) && (
        <Box mt="xs">
          <StepsThrough cursors={cursors} onMove={setCursors} pageInfo={pageInfo} of="lines" size="compact-xs" />
        </Box>
      )}
    </Alert>
  );
}
