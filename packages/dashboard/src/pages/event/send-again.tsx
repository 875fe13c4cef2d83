import { Button, Group, Radio, Select, Stack, Switch } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { ResendEvent, useOperation } from "../../data/index.ts";
import { Dialog, ErrorPanel } from "../../ui/index.ts";
import { IconRefresh } from "../../ui/icons.ts";
import type { EventOf } from "./documents.ts";

/** Sends an event again: to all workflows, or to one whose draft can be tried with it. */
export function SendAgain({ event }: { readonly event: EventOf }): ReactElement {
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const [to, setTo] = useState<"all" | "one">("all");
  const [workflowId, setWorkflowId] = useState<string | null>(event.outcomes.nodes[0]?.workflow.id ?? null);
  const [draft, setDraft] = useState(false);
  const resend = useOperation(ResendEvent, {
    onDone({ event: sent }) {
      setOpen(false);
      void navigate({ to: "/events/$id", params: { id: sent.id } });
    },
  });
  const workflows = event.outcomes.nodes.map(({ workflow: { id, name } }) => ({ value: id, label: name }));
  const send = (): void => resend.mutate({ input: { id: event.id, ...(to === "one" && { workflowId, draft }) } });
  return (
    <>
      <Button variant="light" leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => setOpen(true)}>
        Send again
      </Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title="Send the event again">
        <Stack>
          <Radio.Group value={to} onChange={(value) => setTo(value === "one" ? "one" : "all")} label="Who gets it">
            <Stack gap="xs" mt="xs">
              <Radio value="all" label="All workflows, by the triggers of now" />
              <Radio value="one" label="One workflow, whatever its triggers say" disabled={workflows.length === 0} />
            </Stack>
          </Radio.Group>
          {to === "one" && (
            <>
              <Select label="Workflow" data={workflows} value={workflowId} onChange={setWorkflowId} />
              <Switch
                label="Run its draft, to try a change"
                checked={draft}
                onChange={({ currentTarget }) => setDraft(currentTarget.checked)}
              />
            </>
          )}
          <ErrorPanel error={resend.error} />
          <Group justify="flex-end">
            <Button onClick={send} loading={resend.isPending}>
              Send it
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
