import { ActionIcon, Group, Menu } from "@mantine/core";
import {
  IconBoxAlignBottomRight,
  IconBoxMultiple,
  IconLayoutAlignLeft,
  IconLayoutDistributeHorizontal,
  IconPlus,
  IconLayoutSidebarRightCollapse,
  IconLayoutSidebarRightExpand,
  IconSearch,
} from "../../ui/icons.ts";
import type { ReactElement } from "react";
import { useStore } from "../../data/index.ts";
import type { Alignment } from "../edit/align.ts";
import { runInWorker } from "../layout/layout-worker.ts";
import type { EditActions } from "./edit-actions.ts";
import type { Editor } from "./editor.ts";
import type { Picker } from "./pickers.tsx";
import { Tool } from "./tool.tsx";
import { UndoButtons } from "./undo-buttons.tsx";

const ALIGNMENTS: readonly (readonly [Alignment, string])[] = [
  ["left", "Left sides"],
  ["center", "Middles, one above the other"],
  ["right", "Right sides"],
  ["top", "Upper sides"],
  ["middle", "Middles, side by side"],
  ["bottom", "Lower sides"],
  ["across", "Same distance across"],
  ["down", "Same distance down"],
];

interface Props {
  readonly editor: Editor;
  readonly actions: EditActions;
  readonly onOpen: (picker: Picker) => void;
  readonly isPanelHidden: boolean;
  readonly onTogglePanel: () => void;
}

export function EditorToolbar({ editor, actions, onOpen, isPanelHidden, onTogglePanel }: Props): ReactElement {
  const { selection } = useStore(editor.store);
  const PanelIcon = isPanelHidden ? IconLayoutSidebarRightExpand : IconLayoutSidebarRightCollapse;
  const several = selection.nodes.size > 1;
  return (
    <Group gap={4} role="toolbar" aria-label="Edit the graph">
      <Tool label="Add a node (/)" onClick={() => onOpen({ kind: "add", place: actions.placeForNew() })}>
        <IconPlus size={18} aria-hidden />
      </Tool>
      <UndoButtons editor={editor} />
      <Tool label="Arrange all nodes (l)" onClick={() => void actions.layOut(runInWorker)}>
        <IconLayoutDistributeHorizontal size={18} aria-hidden />
      </Tool>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label="Line up the selected nodes" disabled={!several}>
            <IconLayoutAlignLeft size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {ALIGNMENTS.map(([how, title]) => (
            <Menu.Item key={how} onClick={() => actions.align(how)}>
              {title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tool
        label="Wrap the selection in a container (w)"
        disabled={selection.nodes.size === 0}
        onClick={() => onOpen({ kind: "wrap" })}
      >
        <IconBoxMultiple size={18} aria-hidden />
      </Tool>
      <Tool
        label="Move the selection into a container, or out of it (m)"
        disabled={selection.nodes.size === 0}
        onClick={() => onOpen({ kind: "putInto" })}
      >
        <IconBoxAlignBottomRight size={18} aria-hidden />
      </Tool>
      <Tool label="Find a node (f)" onClick={() => onOpen({ kind: "find" })}>
        <IconSearch size={18} aria-hidden />
      </Tool>
      <Tool
        label={isPanelHidden ? "Show the panel beside the canvas (p)" : "Hide the panel beside the canvas (p)"}
        onClick={onTogglePanel}
      >
        <PanelIcon size={18} aria-hidden />
      </Tool>
    </Group>
  );
}
