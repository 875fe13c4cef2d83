import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactElement } from "react";
import { useOperation } from "../../data/index.ts";
import { Dialog, ErrorPanel } from "../../ui/index.ts";
import { WorkflowFilter } from "../executions/workflow-filter.tsx";
import { RetentionHold } from "./documents.ts";

const WHAT = [
  { value: "execution", label: "one execution" },
  { value: "workflow", label: "everything of a workflow" },
  { value: "project", label: "everything of the project" },
];

/** Holds an execution, a workflow or the project back from removal. */
export function MakeHold(): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const [what, setWhat] = useState("execution");
  const [execution, setExecution] = useState("");
  const [workflow, setWorkflow] = useState<string | undefined>();
  const [reason, setReason] = useState("");
  const hold = useOperation(RetentionHold, { onDone: () => close() });
  const close = (): void => {
    setOpen(false);
    setReason("");
    hold.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    hold.mutate({
      input: {
        reason: reason.trim(),
        ...(what === "execution" && { executionId: execution.trim() }),
        ...(what === "workflow" && { workflowId: workflow! }),
      },
    });
  };
  const isComplete =
    reason.trim() !== "" &&
    (what === "project" || (what === "execution" ? execution.trim() !== "" : workflow !== undefined));
  return (
    <Group>
      <Button variant="default" onClick={() => setOpen(true)}>
        Hold something back
      </Button>
      <Dialog opened={isOpen} onClose={close} title="Hold something back from removal">
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm" c="dimmed">
              From now on nothing of it is removed, until the hold is released.
            </Text>
            <Select
              label="What"
              data={WHAT}
              value={what}
              onChange={(value) => setWhat(value ?? "execution")}
              allowDeselect={false}
            />
            {what === "execution" && (
              <TextInput
                label="Execution"
                placeholder="exe_…"
                value={execution}
                onChange={({ currentTarget }) => setExecution(currentTarget.value)}
                required
              />
            )}
            {what === "workflow" && (
              <WorkflowFilter workflow={workflow} onChange={setWorkflow} placeholder="Choose one" />
            )}
            <TextInput
              label="Why"
              description="Such as the number of a case. It is part of the audit log."
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
              maxLength={1_000}
              required
            />
            <ErrorPanel error={hold.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={hold.isPending} disabled={!isComplete}>
                Hold it
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </Group>
  );
}
