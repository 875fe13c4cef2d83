import { json } from "@codemirror/lang-json";
import type { Diagnostic } from "@codemirror/lint";
import type { Problem, Draft } from "@tempograph/graph";
import { useMemo, type ReactElement } from "react";
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
  const { read, error, ...edited } = useDraftText({
    ...{ reader: "readGraphText", key: "json", draft, printed, onChange, unread },
  });
  const found = read?.problems ?? NO_PROBLEMS;
  const shown = edited.isTyped ? found : problems;
  const marks = useMemo(() => (shown.length === 0 ? NO_MARKS : marksOf(edited.text, shown)), [edited.text, shown]);
  const [first] = found;
  const wrong = error?.message ?? (first === undefined ? undefined : `${first.message} ${first.hint}`);
  return <DraftEditor label="Workflow as JSON" {...edited} extensions={LANGUAGE} marks={marks} wrong={wrong} />;
}

const NO_PROBLEMS: readonly Problem[] = [];
