import { Alert } from "@mantine/core";
import type { NodeTypeManifest, Problem } from "@tempograph/graph";
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from "react";
import { flushSync } from "react-dom";
import { useStore } from "../../data/index.ts";
import type { CanvasEdits } from "../view/canvas-edits.ts";
import type { Drawing } from "../view/flow-elements.ts";
import { BeingLaidOut } from "../view/being-laid-out.tsx";
import { GraphCanvas } from "../view/graph-canvas.tsx";
import { namesOf } from "../view/node-words.ts";
import { isLaidOut, layOutMissing } from "../layout/lay-out.ts";
import { runInWorker } from "../layout/layout-worker.ts";
import { refusalOf } from "../edit/connect.ts";
import type { EditActions } from "./edit-actions.ts";
import classes from "./editor.module.css";
import type { Editor } from "./editor.ts";
import { EditorToolbar } from "./editor-toolbar.tsx";
import { type Picker, Pickers } from "./pickers.tsx";
import { countByNode } from "./count-by-node.ts";
import { ProblemsList } from "./problems-list.tsx";
import { useEditorKeys } from "./use-editor-keys.ts";

interface Props {
  readonly label: string;
  readonly editor: Editor;
  readonly actions: EditActions;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  readonly problems: readonly Problem[];
  /** The path of a trial. */
  readonly lit?: Pick<Drawing, "decorations" | "edgeTones"> | undefined;
  /** Beside the canvas: the form of what is selected. */
  readonly children: ReactNode;
}

/** The canvas with everything that changes the graph. Each change is one step that can be taken back. */
export function CanvasEditor({ label, editor, actions, nodeTypes, problems, lit, children }: Props): ReactElement {
  const { history, selection, refusal } = useStore(editor.store);
  const { graph, triggers } = history.present.state;
  const [picker, setPicker] = useState<Picker>();
  const [isPanelHidden, setPanelHidden] = useState(false);
  // Without their places all nodes would lie on top of each other. Those that come later get theirs while the others are seen.
  const [isOpen, setIsOpen] = useState(false);
  if (!isOpen && isLaidOut(graph)) setIsOpen(true);
  const names = useMemo(() => namesOf(graph.nodes, nodeTypes), [graph.nodes, nodeTypes]);
  const counts = useMemo(() => countByNode(problems), [problems]);
  const edits = useMemo(() => editsOf(editor, actions, setPicker), [editor, actions]);
  useEffect(() => {
    if (isLaidOut(graph)) return;
    void layOutMissing(graph, runInWorker).then((laid) => {
      if (editor.draft.graph === graph) editor.amend(laid);
    });
  }, [editor, graph]);
  const togglePanel = () => setPanelHidden((before) => !before);
  const onNextProblem = () => {
    const nodes = [...counts.keys()];
    const next = nodes[(nodes.indexOf([...selection.nodes].at(-1) ?? "") + 1) % Math.max(1, nodes.length)];
    if (next !== undefined) editor.selectNode(next);
  };
  useEditorKeys({ editor, actions, open: setPicker, onNextProblem, togglePanel });
  const panel = useRef<HTMLElement>(null);
  // The key is the canvas's alone: on a button, Enter presses the button.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    // Its fields can have the focus only when they are shown.
    flushSync(() => setPanelHidden(false));
    panel.current?.querySelector<HTMLElement>(FIELDS)?.focus();
  };
  const onCopy = (event: ClipboardEvent, isCut = false) => {
    const text = isText(event.target) ? undefined : actions.copySelected();
    if (text === undefined) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    if (isCut) actions.removeSelected();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (isText(event.target)) return;
    event.preventDefault();
    actions.pasteText(event.clipboardData.getData("text/plain"));
  };
  return (
    <div className={classes["editor"]}>
      <EditorToolbar
        editor={editor}
        actions={actions}
        onOpen={setPicker}
        isPanelHidden={isPanelHidden}
        onTogglePanel={togglePanel}
      />
      {refusal !== undefined && (
        <Alert
          color="yellow"
          variant="light"
          withCloseButton
          closeButtonLabel="Close"
          onClose={() => editor.forgetRefusal()}
        >
          {refusal}
        </Alert>
      )}
      <div className={classes["body"]}>
        <div className={classes["canvas"]} onCopy={onCopy} onCut={(event) => onCopy(event, true)} onPaste={onPaste}>
          {isOpen ? (
            <GraphCanvas
              label={label}
              graph={graph}
              triggers={triggers}
              nodeTypes={nodeTypes}
              problems={counts}
              decorations={lit?.decorations}
              edgeTones={lit?.edgeTones}
              selection={selection}
              onSelect={(next) => editor.select(next)}
              edits={edits}
              onKeyDown={onKeyDown}
            />
          ) : (
            <BeingLaidOut />
          )}
        </div>
        <aside ref={panel} hidden={isPanelHidden} className={classes["panel"]} aria-label="What is selected">
          {children}
        </aside>
      </div>
      {problems.length > 0 && (
        <ProblemsList
          problems={problems}
          names={names}
          onShow={(node) => editor.selectNode(node)}
          onFix={(fix) => actions.fix(fix)}
        />
      )}
      {picker !== undefined && (
        <Pickers
          picker={picker}
          editor={editor}
          actions={actions}
          nodeTypes={nodeTypes}
          onClose={() => setPicker(undefined)}
        />
      )}
    </div>
  );
}

function editsOf(editor: Editor, actions: EditActions, open: (picker: Picker) => void): CanvasEdits {
  return {
    onMove: (places, drop) => actions.move(places, drop),
    onResize: (id, size) => actions.resize(id, size),
    onConnect: (connection) => actions.connect(connection),
    onReconnect: (edge, connection) => actions.reconnect(edge, connection),
    canConnect: (connection) => refusalOf(editor.draft.graph, connection) === undefined,
    onInsert: (edge) => open({ kind: "add", place: { kind: "onEdge", edge } }),
    onLetGo: (from, at) => open({ kind: "add", place: { kind: "behind", ...from, at } }),
    onAddAt: (at) => open({ kind: "add", place: { kind: "at", at } }),
  };
}

/** What is typed into, in the panel beside the canvas. */
const FIELDS = ':is(input, textarea, select, [contenteditable="true"]):not([type="hidden"], :disabled)';

/** Copying in a text field is for the field. */
function isText(target: EventTarget): boolean {
  return target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
}
