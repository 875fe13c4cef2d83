import { Button, Group, Kbd, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type KeyboardEvent, type ReactElement } from "react";
import { perform, queryClient, useMay } from "../data/index.ts";
import { useCommands } from "../keyboard/commands.ts";
import { Dialog, ErrorPanel } from "../ui/index.ts";
import { PublishMutation } from "./document.ts";
import { unchangedSince, type SameVersion } from "./unchanged-since.ts";

interface Props {
  readonly workflowId: string;
  /**
   * The revision of the draft that the person sees: what somebody else has saved since is not published unseen. An editor first saves what it has, and gives
   * undefined where that is not possible; it says why itself.
   */
  readonly revision: () => Promise<number | undefined> | number;
  /** With errors a draft cannot be published. */
  readonly errors?: number;
}

/** Publishes the draft, with a note of what has changed. Nothing is shown to people who may not. */
export function PublishButton({ workflowId, revision, errors = 0 }: Props): ReactElement | null {
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const mayPublish = useMay()("workflowPublish");
  // What somebody writes about a change would be lost where there is none, so it is said before.
  const unchanged = useQuery({
    queryKey: ["unchangedSince", workflowId],
    queryFn: async () => ((await revision()) === undefined ? null : await unchangedSince(workflowId)),
    enabled: isOpen,
    gcTime: 0,
    staleTime: 0,
  });
  const same = unchanged.data ?? undefined;
  const publish = useMutation({
    mutationFn: async () => {
      const draftRevision = await revision();
      if (draftRevision === undefined) return undefined;
      return await perform(PublishMutation, {
        input: { id: workflowId, draftRevision, note: note.trim() === "" ? null : note.trim() },
      });
    },
    onSuccess: async (done) => {
      setOpen(false);
      if (done === undefined) return;
      const number = done.version?.number;
      const isSame = number === same?.number;
      if (!isSame) setNote("");
      notifications.show({
        color: isSame && same?.isLive === true ? "gray" : "green",
        closeButtonProps: { "aria-label": "Close" },
        message: messageOf(number, isSame ? same : undefined),
      });
      await queryClient.invalidateQueries();
    },
  });
  const open = () => {
    publish.reset();
    setOpen(true);
  };
  useCommands(mayPublish && errors === 0 ? [{ id: "publish", title: "Publish this workflow", run: open }] : []);
  // A note that somebody is writing stays, also where it turns out that the person may not publish any more.
  if (!mayPublish && !isOpen) return null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSubmit(event);
  };
  return (
    <>
      <Button onClick={open} disabled={errors > 0}>
        {errors === 0 ? "Publish" : `Publish: ${errors} ${errors === 1 ? "error is" : "errors are"} left`}
      </Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title="Publish the draft">
        <form onSubmit={onSubmit}>
          <Stack>
            <Text size="sm">New events start it from then on. Executions that run keep their version.</Text>
            {same !== undefined && (
              <Text size="sm" component="output">
                The draft is the same as version {same.number},{" "}
                {same.isLive
                  ? "which is live: there is nothing to publish."
                  : "the newest one: publishing makes that version live again."}{" "}
                Only if a node type has changed since, a new version is made; otherwise a note is not kept.
              </Text>
            )}
            <Textarea
              label="What has changed"
              description="For people who look at the versions later. It may stay empty."
              autosize
              minRows={2}
              maxLength={2_000}
              value={note}
              onChange={({ currentTarget }) => setNote(currentTarget.value)}
              onKeyDown={onKeyDown}
              data-autofocus
            />
            <ErrorPanel error={publish.error} title="It was not published" />
            <Group justify="flex-end">
              <Text size="xs" c="dimmed">
                <Kbd size="xs">Ctrl</Kbd> + <Kbd size="xs">↵</Kbd>
              </Text>
              <Button type="submit" loading={publish.isPending}>
                Publish
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}

function messageOf(number: number | undefined, same: SameVersion | undefined): string {
  if (same === undefined) return `Version ${number} is published. New events start it.`;
  const nothing = `Nothing differs from version ${number}, so no new version was made`;
  return same.isLive ? `${nothing}.` : `${nothing}: it is live again. New events start it.`;
}
