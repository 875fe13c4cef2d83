import { json } from "@codemirror/lang-json";
import { Button, Group, Text } from "@mantine/core";
import { isSameJson, parseJsonText, type Json, type Problem } from "@tempograph/graph";
import { useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { CodeEditor } from "../editor/code-editor.tsx";
import { marksOf } from "./json-marks.ts";
import { useKeptText } from "./unread-context.ts";

interface Props {
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  /** With JSON Pointers into the value. */
  readonly problems?: readonly Problem[];
  readonly height?: string;
}

const LANGUAGE = json();
const NO_PROBLEMS: readonly Problem[] = [];
/** A text is read when a person pauses; longer texts later, because reading them takes longer. */
const PAUSE_MS = 300;
const LONG = 200_000;

/** Values of more characters are refused wherever they are sent. */
const MOST = 1_000_000;

/** A value as JSON text. The text stays as it is typed while it is no JSON, also if another form is opened meanwhile, and the value stays as it was. */
export function JsonEditor({ label, value, onChange, problems = NO_PROBLEMS, height = "20rem" }: Props): ReactElement {
  const kept = useKeptText();
  const [text, setText] = useState(() => kept.text ?? print(value));
  const [wrong, setWrong] = useState(() =>
    kept.text === undefined ? undefined : parseJsonText(kept.text).problems[0],
  );
  const known = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Reads what was typed last, if that has not been done. */
  const unread = useRef<() => void>(undefined);
  const readNow = (): void => {
    clearTimeout(timer.current);
    unread.current?.();
    unread.current = undefined;
  };
  const showValue = (): void => {
    clearTimeout(timer.current);
    unread.current = undefined;
    kept.keep(undefined);
    setText(print(value));
    setWrong(undefined);
  };
  useEffect(() => {
    // A change from outside replaces the text. What this editor has told comes back as it is, or as a copy.
    if (isSameJson(known.current, value)) return;
    known.current = value;
    showValue();
  }, [value]); // oxlint-disable-line react/exhaustive-deps -- showValue is new at each rendering, and a value is shown once
  useEffect(() => readNow, []);

  const change = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    unread.current = () => {
      const read = next.trim() === "" ? { value: undefined, problems: [] } : parseJsonText(next);
      setWrong(read.problems[0]);
      kept.keep(read.problems.length > 0 ? next : undefined);
      if (read.problems.length > 0) return;
      known.current = read.value;
      onChange(read.value);
    };
    timer.current = setTimeout(readNow, next.length > LONG ? 3 * PAUSE_MS : PAUSE_MS);
  };
  const marks = useMemo(() => marksOf(text, wrong === undefined ? problems : [wrong]), [text, wrong, problems]);
  return (
    // Who leaves the editor, or is about to press Ctrl+Enter, does not wait for a pause.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys are for the editor inside
    <div onBlur={readNow} onKeyDown={({ key }) => (key === "Control" || key === "Meta") && readNow()}>
      <CodeEditor
        value={text}
        onChange={change}
        label={label}
        extensions={LANGUAGE}
        problems={marks}
        height={height}
        most={MOST}
      />
      {wrong !== undefined && (
        <Group justify="space-between" mt={4}>
          <Text size="sm" c="var(--mantine-color-red-light-color)" role="alert">
            Not taken over yet: {wrong.message} {wrong.hint}
          </Text>
          <Button size="compact-xs" variant="default" onClick={showValue}>
            Undo what is not taken over
          </Button>
        </Group>
      )}
    </div>
  );
}

function print(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}
