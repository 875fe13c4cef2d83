import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useOperation } from "../../data/index.ts";
import { Dialog, ErrorPanel } from "../../ui/index.ts";
import { PublishVersion } from "./documents.ts";

interface Props {
  readonly workflowId: string;
  /** What somebody else has saved since is not published unseen. */
  readonly draftRevision: number;
}

/** Publishes the draft, with a note of what has changed. */
export function PublishDraft({ workflowId, draftRevision }: Props): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const publish = useOperation(PublishVersion, {
    onDone() {
      setOpen(false);
      setNote("");
    },
  });
  const input = { id: workflowId, draftRevision, note: note.trim() === "" ? null : note.trim() };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Publish the draft</Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title="Publish the draft">
        <Stack>
          <Textarea
            label="What has changed"
            description="For people who look at the versions later."
            autosize
            minRows={2}
            maxLength={2_000}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
            data-autofocus
          />
          <ErrorPanel error={publish.error} />
          <Group justify="flex-end">
            <Button onClick={() => publish.mutate({ input })} loading={publish.isPending}>
              Publish
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
