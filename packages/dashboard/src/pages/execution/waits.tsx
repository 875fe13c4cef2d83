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
  /** Since when and why no worker can carry on an execution that is open. */
  readonly failingTask: { readonly since: string; readonly message: string | null } | null;
  readonly onSelect: (path: string) => void;
}

/** Why the execution does not go on. */
export function Waits({ waits, pendingBecause, missingSince, failingTask, onSelect }: Props): ReactElement | null {
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
  if (failingTask !== null)
    return (
      <Alert variant="light" color="red" title="No worker can carry it on">
        Its workflow task has failed since <Ago at={failingTask.since} />
        {failingTask.message === null ? "" : `: ${failingTask.message}`}. Temporal tries it again and again, and the
        execution goes on once a worker can do it. Mostly a worker of a newer release is needed.
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
