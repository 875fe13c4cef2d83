import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import { counted } from "../../ui/index.ts";

export interface Minute {
  readonly at: string;
  readonly events: number;
  readonly executions: number;
}

export function trafficInWords(minutes: readonly Minute[]): string {
  const sum = (of: "events" | "executions") => minutes.reduce((total, minute) => total + minute[of], 0);
  return `In the last hour: ${counted(sum("events"), "event")}, ${counted(sum("executions"), "execution")}`;
}

/** Stands in place of the chart where it cannot be drawn. */
export function TrafficWords({ minutes }: { readonly minutes: readonly Minute[] }): ReactElement {
  return (
    <Text size="sm" my="md">
      {trafficInWords(minutes)}
    </Text>
  );
}
