import type { Diagnostic } from "@codemirror/lint";
import { Button, Group, List, Stack, Text } from "@mantine/core";
import { scopeOfTrigger, type NodeScope } from "@tempograph/graph";
import { useMemo, type ReactElement } from "react";
import type { Editor } from "../canvas/editor/editor.ts";
import { CodeEditor, readablePaths, useUnreadText, type UnreadTexts } from "../forms/index.ts";
import { useMachine } from "../machine/use-machine.ts";
import type { ReadDraft } from "../machine/read-draft-text.ts";
import { ErrorPanel } from "../ui/index.ts";
import { ComparedLines } from "./compared-lines.tsx";
import { textCompletion } from "./text-completion.ts";
import type { Told } from "./use-told.ts";

interface Props {
  readonly told: Told;
  readonly editor: Editor;
  readonly sample: NodeScope;
  readonly unread: UnreadTexts;
}

const PAUSE_MS = 250;
const NO_PROBLEMS: ReadDraft["problems"] = [];
const EXAMPLE = 'When order.placed and total > 1000 then notify Sales "A large order", wait 2 hours';

/** The workflow as a text to type. What the text would change is shown before it is taken over; the draft stays as it was until then. */
export function TypeSentences({ told, editor, sample, unread }: Props): ReactElement {
  // Null: nothing is typed, and the text follows the workflow.
  const [typed, setTyped] = useUnreadText(unread, "sentences");
  const isTyped = typed !== null;
  const input = useMemo(() => (isTyped ? { text: typed, before: told.draft } : null), [isTyped, typed, told.draft]);
  const { value, error, isPending } = useMachine("readDraftText", input, { lane: "type-text", debounceMs: PAUSE_MS });
  const read = isPending || !isTyped ? undefined : value;
  const problems = read?.problems ?? NO_PROBLEMS;
  const marks = useMemo(() => problems.map(markOf), [problems]);
  const { triggers } = told.draft;
  const vocabulary = useMemo(() => {
    const names = triggers.flatMap((trigger) => scopeOfTrigger(trigger));
    const known = [sample.event?.type, ...triggers.map(({ eventType }) => eventType)];
    const eventTypes = [...new Set(known.filter((type) => typeof type === "string"))];
    return { fields: readablePaths({ names, sample }), values: { eventType: eventTypes } };
  }, [triggers, sample]);
  const extensions = useMemo(() => textCompletion(vocabulary), [vocabulary]);
  const replace = () => {
    if (read?.draft === undefined) return;
    const { graph, triggers } = read.draft;
    editor.replace("Take over the text", { graph, triggers });
    setTyped(null);
  };
  return (
    <Stack gap="sm">
      <CodeEditor
        value={typed ?? told.text}
        onChange={(text) => setTyped(text === told.text ? null : text)}
        label="Workflow in sentences"
        describedBy="typed-sentences"
        extensions={extensions}
        problems={marks}
        placeholder={EXAMPLE}
        height="min(45vh, 30rem)"
      />
      <Group id="typed-sentences" justify="space-between">
        <Text size="sm" component="output">
          {statusOf(isTyped, read)}
        </Text>
        <Group gap="xs">
          {isTyped && (
            <Button size="compact-sm" variant="default" onClick={() => setTyped(null)}>
              Forget what I typed
            </Button>
          )}
          <Button size="compact-sm" disabled={read?.draft === undefined || isSame(read)} onClick={replace}>
            Replace the workflow
          </Button>
        </Group>
      </Group>
      <ErrorPanel error={error ?? null} title="The text cannot be read" />
      {problems.length > 0 && (
        <List size="sm" aria-label="Problems of the text">
          {problems.map(({ line, column, message, hint }, index) => (
            <List.Item key={index}>
              Line {line}, column {column}: {message} {hint}
            </List.Item>
          ))}
        </List>
      )}
      {read !== undefined && read.lines.length > 0 && !isSame(read) && (
        <ComparedLines label="What the text changes" lines={read.lines} />
      )}
    </Stack>
  );
}

function markOf({ from, to, message, hint }: ReadDraft["problems"][number]): Diagnostic {
  return { from, to: Math.max(to, from), severity: "error", message: `${message} ${hint}` };
}

const isSame = ({ lines }: ReadDraft): boolean => lines.every(({ change }) => change === "same");

function statusOf(isTyped: boolean, read: ReadDraft | undefined): string {
  if (!isTyped) return `Type here, such as: ${EXAMPLE}. Completion opens while you type, or with Ctrl+Space.`;
  if (read === undefined) return "Reading …";
  if (read.draft === undefined) return "The workflow stays as it is until the text can be read.";
  return isSame(read) ? "The text says the same as the workflow." : "This is what changes:";
}
