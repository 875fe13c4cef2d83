import { Code, Text } from "@mantine/core";
import { useMemo, type ReactElement } from "react";
import { useMachine } from "../../machine/use-machine.ts";
import { useScope } from "../scope-context.ts";
import { sampleText } from "./children.ts";

interface Props {
  readonly text: string;
  readonly lane: string;
  readonly isCondition: boolean;
}

/** What a template gives with the sample of the form. It is rendered in the machine's worker, so that it cannot freeze the page. */
export function Preview({ text, lane, isCondition }: Props): ReactElement | null {
  const { sample } = useScope();
  const hasSample = Object.keys(sample).length > 0;
  const input = useMemo(
    () => (text.includes("{{") && hasSample ? { expression: text, scope: sample } : null),
    [text, sample, hasSample],
  );
  const { value, error } = useMachine(isCondition ? "evaluateCondition" : "renderTemplate", input, { lane });
  if (input === null) return null;
  const failure = value !== undefined && "failure" in value ? value.failure : undefined;
  const shown = value !== undefined && "value" in value ? sampleText(value.value, 300) : undefined;
  return (
    <Text size="xs" c="dimmed" mt={4} aria-live="polite" component="div">
      {shown !== undefined && (
        <>
          Gives <Code>{shown}</Code>
        </>
      )}
      {failure !== undefined && `With this sample: ${failure.message}.`}
      {error !== undefined && error.message}
    </Text>
  );
}
