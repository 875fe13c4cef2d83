import { Button, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { RefusalFragment, graphql, useMay, useOperation } from "../../data/index.ts";
import { Confirm } from "../../ui/index.ts";
import { IconBolt } from "../../ui/icons.ts";

const WorkerKill = graphql(
  `
    mutation WorkerKill($input: WorkerKillInput!) {
      workerKill(input: $input) {
        __typename
        ... on WorkerKillPayload {
          pid
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

/** Kills the worker of the demo, and says what happens then. */
export function KillWorker({
  workers,
}: {
  readonly workers: readonly { readonly name: string }[];
}): ReactElement | null {
  const [asks, setAsks] = useState(false);
  const may = useMay();
  const kill = useOperation(WorkerKill, { onDone: () => setAsks(false) });
  if (!may("workerKill")) return null;
  const pid = kill.data?.pid;
  const isBack = pid != null && workers.length > 0 && !workers.some(({ name }) => name.endsWith(`:${String(pid)}`));
  return (
    <>
      {pid != null && (
        <Text size="sm" component="output">
          {isBack
            ? "The worker is back, and its executions go on."
            : `Process ${String(pid)} was killed. Nothing is lost: another worker starts now.`}
        </Text>
      )}
      <Button
        size="xs"
        variant="light"
        color="red"
        leftSection={<IconBolt size={14} aria-hidden />}
        onClick={() => setAsks(true)}
      >
        Kill the worker
      </Button>
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title="Kill the worker?"
        action="Kill it with -9"
        onConfirm={() => kill.mutate({ input: { reason: "Tried out on the start page" } })}
        isPending={kill.isPending}
        error={kill.error}
      >
        The worker&apos;s process ends at once, as in a crash. The demo starts another one, and executions go on where
        they were; no step that has ended runs again.
      </Confirm>
    </>
  );
}
