import { Group, Kbd, Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { createStore, useStore } from "../data/index.ts";
import { Dialog } from "../ui/index.ts";
import { shortcuts, useShortcuts } from "../keyboard/shortcuts.ts";

const isOpen = createStore(false);

export const openKeyboardHelp = (): void => isOpen.set(true);

/** What the keys do on this page: `?` opens it. */
export function KeyboardHelp(): ReactElement {
  const opened = useStore(isOpen);
  const known = useStore(shortcuts);
  useShortcuts([{ keys: "?", title: "Show what the keys do", run: openKeyboardHelp }]);
  // Of several with the same keys the last one counts.
  const listed = [...new Map(known.map((one) => [one.keys, one])).values()];
  return (
    <Dialog opened={opened} onClose={() => isOpen.set(false)} title="Keyboard">
      <Table>
        <Table.Tbody>
          {listed.map(({ keys, title }) => (
            <Table.Tr key={keys}>
              <Table.Td>
                <Text size="sm">{title}</Text>
              </Table.Td>
              <Table.Td>
                <Group gap={4} wrap="nowrap" justify="flex-end">
                  {keys.split(/[ +]/).map((key, index) => (
                    <Kbd key={index}>{key === "mod" ? "Ctrl" : key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
