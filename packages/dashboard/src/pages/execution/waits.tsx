import { Alert, Anchor, List, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Ago, counted } from "../../ui/index.ts";
import type { Wait } from "./model/why-waiting.ts";

/** So many waits are said one by one. */
export const MOST_WAITS = 5;

interface Props {
  readonly waits: readonly Wait[];
  /** Why an execution that has not started is pending. */
  readonly pendingBecause: string | null;
  /** Since when Temporal does not know an execution that is open. */
  readonly missingSince: string | null;
  readonly onSelect: (path: string) => void;
}

/** Why the execution does not go on. */
export function Waits({ waits, pendingBecause, missingSince, onSelect }: Props): ReactElement | null {
  if (pendingBecause !== null)
    return (
      <Alert variant="light" color="yellow" title="It has not started yet">
        {pendingBecause}
      </Alert>
    );
  if (missingSince !== null)
    return (
      <Alert variant="light" color="red" title="Temporal does not know it">
        Temporal has not known this execution since <Ago at={missingSince} />. Its data may be lost, or on another
        server. The execution goes on when Temporal knows it again. Terminate it if that will not happen.
      </Alert>
    );
  if (waits.length === 0) return null;
  return (
    <Alert
      variant="light"
      color={waits.some(({ kind }) => kind === "person") ? "red" : "yellow"}
      title="What it waits for"
    >
      <List size="sm" spacing={2}>
        {waits.slice(0, MOST_WAITS).map(({ path, sentence, until }) => (
          <List.Item key={path}>
            {path === "" ? (
              sentence
            ) : (
              <Anchor
                component="button"
                type="button"
                size="sm"
                ta="left"
                c="inherit"
                underline="always"
                onClick={() => onSelect(path)}
              >
                {sentence}
              </Anchor>
            )}
            {until !== null && (
              <Text span size="sm">
                {" "}
                The wait ends <Ago at={new Date(until).toISOString()} />.
              </Text>
            )}
          </List.Item>
        ))}
      </List>
      {waits.length > MOST_WAITS && <Text size="sm">And {counted(waits.length - MOST_WAITS, "more step")}.</Text>}
    </Alert>
  );
}
