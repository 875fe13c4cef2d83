import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { Dialog } from "./dialog.tsx";
import { ErrorPanel } from "./error-panel.tsx";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What happens, and that it cannot be undone. */
  readonly children: ReactNode;
  /** The words of the button, such as "Terminate 12 executions". */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly isOnTop?: boolean;
  readonly isPending?: boolean;
  readonly error?: unknown;
}

/** Asks before something that cannot be undone. */
export function Confirm(props: Props): ReactElement {
  const { opened, onClose, title, children, action, onConfirm, isOnTop = false, isPending = false, error } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title} isOnTop={isOnTop}>
      <Stack>
        <Text component="div" size="sm">
          {children}
        </Text>
        <ErrorPanel error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it as it is
          </Button>
          <Button color="red" onClick={onConfirm} loading={isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
