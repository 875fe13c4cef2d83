import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
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
  const navigate = useNavigate();

  const onDone = (payload: unknown): void => {
    const { execution, event } = payload as Made;
    if (execution?.id !== undefined) void navigate({ to: "/executions/$id", params: { id: execution.id }, search: {} });
    if (event?.id !== undefined) void navigate({ to: "/events/$id", params: { id: event.id } });
  };

  const now = useMutation({
    mutationFn: (operation: PageOperation) =>
      perform(operation.document, { input: operation.input(subject, {}) as never }),
    onSuccess: async (payload) => {
      onDone(payload);
      await queryClient.invalidateQueries();
    },
  });

  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="xs">
        {operations.map((operation) => (
          <Button
            key={operation.id}
            size="xs"
            variant={operation.warning === undefined ? "default" : "light"}
            color={operation.warning === undefined ? undefined : "red"}
            loading={now.isPending && now.variables.id === operation.id}
            onClick={() =>
              operation.fields === undefined && operation.warning === undefined && operation.note === undefined
                ? now.mutate(operation)
                : setAsking(operation)
            }
          >
            {operation.label}
          </Button>
        ))}
      </Group>
      <ErrorPanel error={now.error} />
      {asking !== undefined && (
        <OperationDialog operation={asking} subject={subject} onClose={() => setAsking(undefined)} onDone={onDone} />
      )}
    </Stack>
  );
});
