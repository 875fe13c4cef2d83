import { Button, Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { queryClient, useMay } from "../../data/index.ts";
import { demos, type Demo } from "../../demos/demos.ts";
import { ErrorPanel } from "../../ui/index.ts";
import { IconPlayerPlay } from "../../ui/icons.ts";
import { startDemo, type StartedDemo } from "./start-demo.ts";

/** Workflows to try out: one click creates one, sends its event and opens the execution. */
export function Demos(): ReactElement | null {
  const navigate = useNavigate();
  // Both are needed: for the workflow, and for its event.
  const may = useMay();
  const start = useMutation({ mutationFn: startDemo, onSuccess: () => void queryClient.invalidateQueries() });
  // Whoever has gone to another page meanwhile is not taken away from there: this is called while the demos are shown.
  const open = ({ executionId, eventId }: StartedDemo): void =>
    void (executionId === undefined
      ? navigate({ to: "/events/$id", params: { id: eventId } })
      : navigate({ to: "/executions/$id", params: { id: executionId } }));
  if (!may("workflowCreate") || !may("eventSend")) return null;
  return (
    <Stack gap="xs" component="section" aria-labelledby="demos">
      <Title order={2} size="h4" id="demos">
        Try one
      </Title>
      <Text size="sm" c="dimmed">
        One click creates the workflow, sends it an event, and shows what it does. Nothing leaves this machine.
      </Text>
      <ErrorPanel error={start.error} />
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
        {demos.map((demo) => (
          <DemoCard
            key={demo.key}
            demo={demo}
            isStarting={start.isPending && start.variables === demo}
            isDisabled={start.isPending}
            onStart={() => start.mutate(demo, { onSuccess: open })}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

interface CardProps {
  readonly demo: Demo;
  readonly isStarting: boolean;
  readonly isDisabled: boolean;
  readonly onStart: () => void;
}

function DemoCard({ demo: { key, title, shows }, isStarting, isDisabled, onStart }: CardProps): ReactElement {
  return (
    <Card withBorder>
      <Stack h="100%" justify="space-between" gap="sm">
        <div>
          <Title order={3} size="h5" id={key}>
            {title}
          </Title>
          <Text size="sm">{shows}</Text>
        </div>
        <Button
          variant="light"
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={isStarting}
          disabled={isDisabled}
          onClick={onStart}
          aria-label={`Start it: ${title}`}
        >
          Start it
        </Button>
      </Stack>
    </Card>
  );
}
