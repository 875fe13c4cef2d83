import { Badge } from "@mantine/core";
import type { ReactElement } from "react";

const COLORS: Readonly<Record<string, string>> = {
  RUNNING: "blue",
  COMPLETED: "green",
  COMPLETED_WITH_ERRORS: "orange",
  COMPLETED_LATE: "orange",
  FAILED: "red",
  TIMED_OUT: "red",
  TERMINATED: "orange",
  CANCELLED: "gray",
  PENDING: "gray",
  SCHEDULED: "blue",
  NOT_REACHED: "gray",
  WAITING: "yellow",
  INCIDENT: "red",
  SKIPPED: "gray",
};

/** The status of an execution or of a step, in a colour and in a word: the word alone says it. */
export function StatusBadge({ status }: { readonly status: string }): ReactElement {
  return (
    <Badge variant="light" color={COLORS[status] ?? "gray"} radius="sm" tt="none" size="md">
      {status.toLowerCase().replaceAll("_", " ")}
    </Badge>
  );
}
