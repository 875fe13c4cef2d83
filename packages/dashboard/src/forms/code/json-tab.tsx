import { json } from "@codemirror/lang-json";
import type { Diagnostic } from "@codemirror/lint";
import type { Problem, Draft } from "@tempograph/graph";
import { useEffect, useMemo, type ReactElement } from "react";
import { useMachine } from "../../machine/use-machine.ts";
import { DraftEditor } from "./draft-editor.tsx";
import { marksOf } from "./json-marks.ts";
import { useDraftText } from "./use-draft-text.ts";
import type { UnreadTexts } from "./use-unread-text.ts";

interface Props {
  readonly draft: Draft;
  readonly problems: readonly Problem[];
  readonly onChange: (draft: Draft) => void;
  readonly unread: UnreadTexts;
}

const LANGUAGE = json();
const NO_MARKS: readonly Diagnostic[] = [];

/** The draft as JSON. A pasted text is read in the machine's worker, so that 5 MB do not freeze the page. */
export function JsonTab({ draft, problems, onChange, unread }: Props): ReactElement {
  const { graph, triggers } = draft;
  const printed = useMemo(() => JSON.stringify({ ...graph, triggers }, null, 2), [graph, triggers]);
  const { text, typed, type, accept, reset } = useDraftText(draft, printed, onChange, { texts: unread, key: "json" });
  const input = useMemo(() => (typed === null ? null : { text: typed }), [typed]);
  const { value, error, isPending } = useMachine("readGraphText", input, { lane: "json-tab", debounceMs: 400 });
  const read = isPending ? undefined : value;
  useEffect(() => {
    if (read?.workflow !== undefined) accept(read.workflow);
  }, [read]); // oxlint-disable-line react/exhaustive-deps -- accept is new at each rendering, and an answer is taken over once
  const found = read?.problems ?? NO_PROBLEMS;
  const shown = typed === null ? problems : found;
  const marks = useMemo(() => (shown.length === 0 ? NO_MARKS : marksOf(text, shown)), [text, shown]);
  const [first] = found;
  const wrong = error?.message ?? (first === undefined ? undefined : `${first.message} ${first.hint}`);
  return (
    <DraftEditor
      label="Workflow as JSON"
      text={text}
      extensions={LANGUAGE}
      marks={marks}
      wrong={wrong}
      isTyped={typed !== null}
      onType={type}
      onReset={reset}
    />
  );
}

const NO_PROBLEMS: readonly Problem[] = [];
