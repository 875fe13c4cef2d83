import { ActionIcon, Group, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBoxAlignBottomRight,
  IconBoxMultiple,
  IconLayoutAlignLeft,
  IconLayoutDistributeHorizontal,
  IconPlus,
  IconSearch,
} from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useStore } from "../../data/index.ts";
import type { Alignment } from "../edit/align.ts";
import { runInWorker } from "../layout/layout-worker.ts";
import type { EditActions } from "./edit-actions.ts";
import type { Editor } from "./editor.ts";
import type { Picker } from "./pickers.tsx";

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
}

export function EditorToolbar({ editor, actions, onOpen }: Props): ReactElement {
  const { history, selection } = useStore(editor.store);
  const several = selection.nodes.size > 1;
  return (
    <Group gap={4} role="toolbar" aria-label="Edit the graph">
      <Tool label="Add a node (/)" onClick={() => onOpen({ kind: "add", place: actions.placeForNew() })}>
        <IconPlus size={18} aria-hidden />
      </Tool>
      <Tool
        label={`Undo${history.past === null ? "" : `: ${history.present.label}`} (Ctrl+Z)`}
        disabled={history.past === null}
        onClick={() => editor.undo()}
      >
        <IconArrowBackUp size={18} aria-hidden />
      </Tool>
      <Tool label="Redo (Ctrl+Y)" disabled={history.future === null} onClick={() => editor.redo()}>
        <IconArrowForwardUp size={18} aria-hidden />
      </Tool>
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
    </Group>
  );
}

interface ToolProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactElement;
}

function Tool({ label, disabled = false, onClick, children }: ToolProps): ReactElement {
  return (
    // Outside of the page's landmarks a tooltip would break a rule of accessibility.
    <Tooltip label={label} openDelay={400} withinPortal={false}>
      <ActionIcon variant="default" size="lg" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
