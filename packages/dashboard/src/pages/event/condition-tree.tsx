import { Code, Group, List, Text, ThemeIcon, VisuallyHidden } from "@mantine/core";
import type { ConditionPart } from "@tempograph/graph";
import type { ReactElement } from "react";
import { IconCheck, IconX } from "../../ui/icons.ts";
import { actualValues } from "./condition-part.ts";

const WORDS = { all: "All of these have to hold", any: "One of these has to hold", not: "This must not hold" } as const;

/** A condition as it was evaluated for an event: each part, whether it held, and the actual values. */
export function ConditionTree({ part }: { readonly part: ConditionPart }): ReactElement {
  return (
    <List listStyleType="none" size="sm" aria-label="The condition">
      <Part part={part} />
    </List>
  );
}

function Part({ part }: { readonly part: ConditionPart }): ReactElement {
  const { kind, text, holds, problem, parts } = part;
  const values = actualValues(part);
  return (
    <List.Item icon={<Mark holds={holds} />}>
      <Group gap={6}>
        {kind === "test" ? <Code>{text}</Code> : <Text size="sm">{WORDS[kind]}</Text>}
        {values !== "" && <Text size="sm">{values}</Text>}
        {problem !== null && <Text size="sm">{problem}</Text>}
      </Group>
      {parts.length > 0 && (
        <List withPadding listStyleType="none" size="sm">
          {parts.map((inner, index) => (
            <Part key={index} part={inner} />
          ))}
        </List>
      )}
    </List.Item>
  );
}

function Mark({ holds }: { readonly holds: boolean | null }): ReactElement {
  const [color, label] =
    holds === null ? ["gray", "was not evaluated"] : holds ? ["green", "held"] : ["red", "did not hold"];
  return (
    <ThemeIcon size={18} radius="xl" color={color} variant="light">
      <VisuallyHidden>{label}</VisuallyHidden>
      {holds === true ? <IconCheck size={12} aria-hidden /> : <IconX size={12} aria-hidden />}
    </ThemeIcon>
  );
}
