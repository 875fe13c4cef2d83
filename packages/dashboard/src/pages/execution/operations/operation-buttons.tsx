import { Button, Group, Stack } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { memo, useState, type ReactElement } from "react";
import { perform, queryClient, useMay } from "../../../data/index.ts";
import { ErrorPanel } from "../../../ui/index.ts";
import { OperationDialog } from "./operation-dialog.tsx";
import { possibleOperations, type PageOperation, type Subject } from "./possible.ts";

/** What an operation has made: the page goes there. */
interface Made {
  readonly execution?: { readonly id?: string } | null;
  readonly event?: { readonly id?: string } | null;
}

interface Props {
  readonly subject: Subject;
  readonly of: PageOperation["of"];
}

/** What the person may do now to the execution, or to one of its steps. */
export const OperationButtons = memo(function OperationButtons({ subject, of }: Props): ReactElement {
  const operations = possibleOperations(subject, of, useMay());
  const [asking, setAsking] = useState<PageOperation>();
  const [performing, setPerforming] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const navigate = useNavigate();

  const onDone = (payload: unknown): void => {
    const { execution, event } = payload as Made;
    if (execution?.id !== undefined) void navigate({ to: "/executions/$id", params: { id: execution.id }, search: {} });
    if (event?.id !== undefined) void navigate({ to: "/events/$id", params: { id: event.id } });
  };

  async function performNow(operation: PageOperation): Promise<void> {
    setPerforming(operation.id);
    setFailure(undefined);
    try {
      onDone(await perform(operation.document, { input: operation.input(subject, {}) as never }));
      await queryClient.invalidateQueries();
    } catch (error) {
      setFailure(error);
    } finally {
      setPerforming(undefined);
    }
  }

  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="xs">
        {operations.map((operation) => (
          <Button
            key={operation.id}
            size="xs"
            variant={operation.warning === undefined ? "default" : "light"}
            color={operation.warning === undefined ? undefined : "red"}
            loading={performing === operation.id}
            onClick={() =>
              operation.fields.length === 0 && operation.warning === undefined && operation.note === undefined
                ? void performNow(operation)
                : setAsking(operation)
            }
          >
            {operation.label}
          </Button>
        ))}
      </Group>
      <ErrorPanel error={failure} />
      {asking !== undefined && (
        <OperationDialog operation={asking} subject={subject} onClose={() => setAsking(undefined)} onDone={onDone} />
      )}
    </Stack>
  );
});
