import type { Draft } from "@tempograph/graph";
import { javascript } from "@codemirror/lang-javascript";
import type { Diagnostic } from "@codemirror/lint";
import { useMemo, type ReactElement } from "react";
import { useMachine } from "../../machine/use-machine.ts";
import { DraftEditor } from "./draft-editor.tsx";
import { useDraftText } from "./use-draft-text.ts";
import type { UnreadTexts } from "./use-unread-text.ts";

interface Props {
  readonly name: string;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly unread: UnreadTexts;
}

const LANGUAGE = javascript({ typescript: true });
const NO_MARKS: readonly Diagnostic[] = [];

/** The draft as TypeScript, in the words of the builder. The code is read and not run. */
export function CodeTab({ name, draft, onChange, unread }: Props): ReactElement {
  const { graph, triggers } = draft;
  const toPrint = useMemo(() => ({ graph, triggers, name }), [graph, triggers, name]);
  const printed = useMachine("printCode", toPrint, { lane: "print-code" });
  const { read, error, ...edited } = useDraftText({
    ...{ reader: "readCode", key: "code", draft, onChange, unread },
    printed: printed.value,
  });
  const problem = read?.problem;
  const marks = useMemo((): readonly Diagnostic[] => {
    if (problem === undefined) return NO_MARKS;
    const { from, to, message, hint } = problem;
    return [{ from, to, severity: "error", message: `${message} ${hint}` }];
  }, [problem]);
  const wrong =
    (error ?? printed.error)?.message ?? (problem === undefined ? undefined : `${problem.message} ${problem.hint}`);
  return <DraftEditor label="Workflow as TypeScript" {...edited} extensions={LANGUAGE} marks={marks} wrong={wrong} />;
}
