import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { CreateWorkflow, useOperation } from "../../data/index.ts";
import { Dialog, ErrorPanel } from "../../ui/index.ts";

const EMPTY = { nodes: [{ id: "start", type: "start", data: {} }], edges: [] };

/** Makes a workflow that does nothing yet, and opens its canvas. */
export function NewWorkflow(): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const navigate = useNavigate();
  const create = useOperation(CreateWorkflow, {
    onDone: ({ workflow }) => navigate({ to: "/workflows/$id", params: { id: workflow.id } }),
  });
  const submit = () => create.mutate({ input: { name: name.trim(), graph: EMPTY, publish: false } });
  return (
    <>
      <Button onClick={() => setOpen(true)}>New workflow</Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title="New workflow">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Stack>
            <TextInput
              label="Name"
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              data-autofocus
            />
            <ErrorPanel error={create.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={create.isPending} disabled={name.trim() === ""}>
                Make it
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
