import { Group, SegmentedControl, Text } from "@mantine/core";
import {
  segmentsOf,
  pointer,
  valueAt,
  type Fix,
  type Json,
  type NodeScope,
  type NodeTypeManifest,
  type Problem,
  type Draft,
} from "@tempograph/graph";
import { setSlot, type Slot } from "@tempograph/sentences";
import { useCallback, useEffect, useMemo, useRef, type ReactElement } from "react";
import type { Editor } from "../canvas/editor/editor.ts";
import { countByNode } from "../canvas/editor/count-by-node.ts";
import { onlyNode } from "../canvas/editor/only-node.ts";
import { ProblemsList } from "../canvas/editor/problems-list.tsx";
import { UndoButtons } from "../canvas/editor/undo-buttons.tsx";
import { useUndoKeys } from "../canvas/editor/use-undo-keys.ts";
import { namesOf } from "../canvas/view/node-words.ts";
import { useStore } from "../data/index.ts";
import type { UnreadTexts } from "../forms/index.ts";
import { ErrorPanel, Loading } from "../ui/index.ts";
import { SurroundingsContext, type SlotSurroundings } from "./scope-of.ts";
import { SentenceList } from "./sentence-list.tsx";
import { TypeSentences } from "./type-sentences.tsx";
import { useTold } from "./use-told.ts";

interface Props {
  readonly label: string;
  readonly editor: Editor;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  readonly problems: readonly Problem[];
  readonly sample: NodeScope;
  readonly onFix: (fix: Fix) => void;
  /** Whether the text is typed instead of its values being changed one by one. */
  readonly isTyped: boolean;
  readonly onTyped: (isTyped: boolean) => void;
  /** What has been typed and not taken over. */
  readonly unread: UnreadTexts;
}

/** The workflow as sentences, whose values are changed where they stand; or as a text to type. */
export function SentencesTab(props: Props): ReactElement {
  const { label, editor, nodeTypes, problems, sample, onFix, isTyped, onTyped, unread } = props;
  const { history, selection, refusal } = useStore(editor.store);
  const draft = history.present.state;
  useUndoKeys(editor);
  const { told, error, isPending } = useTold(draft, "tell-draft");
  const counts = useMemo(() => countByNode(problems), [problems]);
  const names = useMemo(() => namesOf(draft.graph.nodes, nodeTypes), [draft.graph.nodes, nodeTypes]);
  const around = useSurroundings({ draft, nodeTypes, sample });
  const shown = useRef<Draft>(undefined);
  useEffect(() => {
    shown.current = told?.draft;
  }, [told]);
  const onSet = useCallback(
    (slot: Slot, value: Json) => {
      const now = editor.draft;
      if (shown.current !== now && !isSamePlace(shown.current, now, slot.path))
        return editor.refuse("The workflow has just changed at this place. Look at it again, and change it then.");
      editor.replace(`Change ${slot.text.slice(0, 40)}`, setSlot(now, slot, value));
    },
    [editor],
  );
  return (
    <SurroundingsContext value={around}>
      <Group mb="sm" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label="Change the sentences by"
          data={[
            { value: "values", label: "Change values" },
            { value: "text", label: "Type it" },
          ]}
          value={isTyped ? "text" : "values"}
          onChange={(next) => onTyped(next === "text")}
        />
        <UndoButtons editor={editor} />
        <Text size="sm" c="dimmed" component="output">
          {refusal ?? (isPending && told !== undefined ? "Telling it again …" : "")}
        </Text>
      </Group>
      <ErrorPanel error={error ?? null} title="The sentences cannot be shown" />
      {told === undefined && error === undefined && <Loading />}
      {told !== undefined &&
        (isTyped ? (
          <TypeSentences {...{ told, editor, sample, unread }} />
        ) : (
          <SentenceList
            label={label}
            lines={told.lines}
            problems={counts}
            selected={onlyNode(selection)}
            onSet={onSet}
          />
        ))}
      {problems.length > 0 && (
        <ProblemsList problems={problems} names={names} onShow={(node) => editor.selectNode(node)} onFix={onFix} />
      )}
    </SurroundingsContext>
  );
}

/** Whether a slot of sentences that are a moment old still means the same place. What did not change keeps its identity. */
function isSamePlace(before: Draft | undefined, now: Draft, path: string): boolean {
  const [root, list, index] = segmentsOf(path);
  const place =
    root === "triggers"
      ? pointer("triggers", list!)
      : pointer("graph", list!, ...(index === undefined || list === "settings" ? [] : [index]));
  return before !== undefined && valueAt(before, place) === valueAt(now, place);
}

function useSurroundings(around: SlotSurroundings): () => SlotSurroundings {
  const latest = useRef(around);
  useEffect(() => {
    latest.current = around;
  });
  return useCallback(() => latest.current, []);
}
