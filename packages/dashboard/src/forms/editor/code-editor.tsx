import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder as placeholderText } from "@codemirror/view";
import { useEffect, useRef, type ReactElement } from "react";
import { tellIfTooLong } from "../../ui/bounded-inputs.ts";
import { styleNonce } from "../../ui/style-nonce.ts";
import { editorLook } from "./editor-look.ts";

export interface CodeEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What a screen reader says. */
  readonly label: string;
  /** Id of the element that describes the field, such as its problems. */
  readonly describedBy?: string | undefined;
  /** The language, its completion and so on. Keep its identity between renderings. */
  readonly extensions?: Extension;
  readonly problems?: readonly Diagnostic[];
  /** A field of one line: Enter does nothing, line breaks of pasted text become spaces. */
  readonly isLine?: boolean;
  readonly placeholder?: string;
  readonly height?: string;
  /** The most characters that a person may write or paste. Lines are wrapped, which takes seconds for one of 5 MB. */
  readonly most?: number;
}

const NOTHING: Extension = [];
const NO_PROBLEMS: readonly Diagnostic[] = [];

/** A text field with highlighting and completion. Tab leaves it, so that the keyboard is not caught inside. */
export function CodeEditor(props: CodeEditorProps): ReactElement {
  const { value, label, describedBy, extensions = NOTHING, problems = NO_PROBLEMS } = props;
  const { isLine = false, placeholder = "", height, most = Infinity } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(props.onChange);
  const text = useRef(value);
  const language = useRef(new Compartment());
  const attributes = useRef(new Compartment());
  useEffect(() => {
    changed.current = props.onChange;
  });

  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text.current,
        extensions: [
          EditorView.cspNonce.of(styleNonce),
          editorLook,
          history(),
          bracketMatching(),
          closeBrackets(),
          placeholderText(placeholder),
          keymap.of([...completionKeymap, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
          isLine ? oneLine : lineNumbers(),
          atMost(most),
          EditorView.lineWrapping,
          height === undefined ? [] : EditorView.theme({ "&": { height }, ".cm-scroller": { overflow: "auto" } }),
          language.current.of([]),
          attributes.current.of([]),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (!docChanged) return;
            const now = state.doc.toString();
            if (now === text.current) return;
            text.current = now;
            changed.current(now);
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [isLine, placeholder, height, most]);

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(extensions) });
  }, [extensions, isLine, placeholder, height, most]);
  useEffect(() => {
    const named = EditorView.contentAttributes.of({
      "aria-label": label,
      tabindex: "0",
      ...(describedBy !== undefined && { "aria-describedby": describedBy }),
    });
    view.current?.dispatch({ effects: attributes.current.reconfigure(named) });
  }, [label, describedBy, isLine, placeholder, height, most]);
  useEffect(() => {
    if (view.current === null || value === text.current) return;
    text.current = value;
    view.current.dispatch({ changes: { from: 0, to: view.current.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    if (view.current === null) return;
    const end = view.current.state.doc.length;
    const inside = problems.map((one) => ({ ...one, from: Math.min(one.from, end), to: Math.min(one.to, end) }));
    view.current.dispatch(setDiagnostics(view.current.state, inside));
  }, [problems]);

  return <div ref={place} />;
}

const oneLine: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc.toString().replaceAll(/\s*\n\s*/g, " ");
  // Enter at the end only adds a break.
  if (text.trimEnd() === transaction.startState.doc.toString().trimEnd()) return [];
  const whole = { from: 0, to: transaction.startState.doc.length, insert: text };
  return [{ changes: whole, selection: { anchor: Math.min(transaction.newSelection.main.head, text.length) } }];
});

/** Refuses what a person writes beyond the limit. A value that is longer already is shown, and can be made shorter. */
function atMost(most: number): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    const { length } = transaction.newDoc;
    const isLonger = transaction.isUserEvent("input") && length > transaction.startState.doc.length;
    return isLonger && tellIfTooLong(length, most) ? [] : transaction;
  });
}
