import { Button, Kbd } from "@mantine/core";
import { lazy, Suspense, type ReactElement } from "react";
import { createStore, useStore } from "../data/index.ts";
import { IconSearch } from "../ui/icons.ts";
import { useShortcuts } from "../keyboard/shortcuts.ts";

/** The palette itself is loaded when somebody first opens it. */
const PaletteWindow = lazy(async () => ({ default: (await import("./palette-window.tsx")).PaletteWindow }));

const isOpen = createStore(false);
const wasOpened = createStore(false);

function open(): void {
  wasOpened.set(true);
  isOpen.set(true);
}

/** The command palette: Ctrl-K. */
export function Palette(): ReactElement | null {
  const opened = useStore(isOpen);
  const isNeeded = useStore(wasOpened);
  useShortcuts([{ keys: "mod+k", title: "Find a page, a workflow or a command", run: open }]);
  if (!isNeeded) return null;
  return (
    <Suspense>
      <PaletteWindow opened={opened} onClose={() => isOpen.set(false)} />
    </Suspense>
  );
}

export function PaletteButton(): ReactElement {
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        <Kbd size="xs" visibleFrom="sm">
          Ctrl K
        </Kbd>
      }
      onClick={open}
    >
      Find
    </Button>
  );
}
