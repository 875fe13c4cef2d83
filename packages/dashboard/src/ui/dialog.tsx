import { CloseButton, Group, Modal, type MantineSize } from "@mantine/core";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { connection, useStore } from "../data/index.ts";

interface Props {
  readonly opened: boolean;
  readonly title: string;
  /** Absent: it can only be ended by what it asks for. */
  readonly onClose?: (() => void) | undefined;
  /** Lies over windows that can only be ended by what they ask for, too. */
  readonly isOnTop?: boolean;
  readonly size?: MantineSize | number;
  readonly children: ReactNode;
}

/** Above other windows, their lists, and messages. */
const OVER_ALL = 1_000;

/** A window over the page. The kit's own one has a second page header in it, which screen readers would announce. */
export function Dialog({ opened, title, onClose, isOnTop = false, size, children }: Props): ReactElement {
  const isFixed = onClose === undefined;
  useFocusBack(opened);
  // The window for signing in lies over this one: Escape in it must not take away what was typed here.
  const isCovered = useStore(connection) === "signedOut";
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose ?? (() => undefined)}
      closeOnEscape={!isFixed && !isCovered}
      closeOnClickOutside={!isFixed}
      centered
      {...((isFixed || isOnTop) && { zIndex: isOnTop ? OVER_ALL + 1 : OVER_ALL })}
      {...(size !== undefined && { size })}
    >
      <Modal.Overlay {...(isFixed && { backgroundOpacity: 0.6, blur: 3 })} />
      <Modal.Content>
        <Modal.Body pt="md">
          <Group justify="space-between" mb="md" wrap="nowrap">
            <Modal.Title fw={650}>{title}</Modal.Title>
            {onClose !== undefined && <CloseButton aria-label="Close" onClick={onClose} />}
          </Group>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** The kit gives the focus back when a window closes, but not when an open one is taken away: then the keyboard would be left nowhere. */
function useFocusBack(opened: boolean): void {
  const [before] = useState(() => (opened ? document.activeElement : null));
  useEffect(() => {
    if (!opened || !(before instanceof HTMLElement)) return undefined;
    return () => {
      if (document.activeElement === document.body && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [opened, before]);
}
