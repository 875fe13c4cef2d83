import type { Diagnostic } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { Button, Group, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { CodeEditor } from "../editor/code-editor.tsx";

interface Props {
  readonly label: string;
  readonly text: string;
  readonly extensions: Extension;
  readonly marks: readonly Diagnostic[];
  /** Why the typed text is not the draft. */
  readonly wrong: string | undefined;
  readonly isTyped: boolean;
  readonly type: (text: string) => void;
  /** Takes away what was typed and is not the draft. */
  readonly reset: () => void;
}

/** The editor of a whole draft: what is typed and cannot be read stays, and the draft stays as it was. */
export function DraftEditor(props: Props): ReactElement {
  const { label, text, extensions, marks, wrong, isTyped, type, reset } = props;
  return (
    <div>
      <Group justify="space-between" mb={4} mih={30}>
        <Text size="sm" component="output" c={wrong === undefined ? "dimmed" : "var(--mantine-color-red-light-color)"}>
          {wrong === undefined
            ? isTyped
              ? "Reading …"
              : "The same as on the canvas."
            : `Not taken over yet: ${wrong}`}
        </Text>
        {isTyped && (
          <Button size="compact-sm" variant="default" onClick={reset}>
            Undo what is not taken over
          </Button>
        )}
      </Group>
      <CodeEditor
        value={text}
        onChange={type}
        label={label}
        extensions={extensions}
        problems={marks}
        height="min(70vh, 50rem)"
      />
    </div>
  );
}
