import { Box, Text, VisuallyHidden } from "@mantine/core";
import { changedWords, lineOf, type ChangedWord, type ComparedLine } from "@tempograph/sentences";
import type { CSSProperties, ReactElement } from "react";
import classes from "./sentences.module.css";
import { withContext } from "./with-context.ts";

interface Props {
  readonly label: string;
  readonly lines: readonly ComparedLine[];
}

const SIGNS = { same: " ", added: "+", removed: "−", changed: "~" } as const;
const COLORS = { same: undefined, added: "green", removed: "red", changed: "yellow" } as const;

/** What differs between two workflows, in sentences: lines that came and went, and the words that changed in a line. Lines far from any change are left out. */
export function ComparedLines({ label, lines }: Props): ReactElement {
  return (
    <Box component="section" aria-label={label}>
      {withContext(lines).map((part, index) =>
        "left" in part ? (
          <Text key={index} size="sm" c="dimmed" px="xs">
            … {part.left === 1 ? "1 line is" : `${part.left} lines are`} the same
          </Text>
        ) : (
          <ComparedRow key={index} line={part} />
        ),
      )}
    </Box>
  );
}

function ComparedRow({ line: { change, depth, before, after } }: { readonly line: ComparedLine }): ReactElement {
  const color = COLORS[change];
  return (
    <Text
      size="sm"
      className={classes["compared"]}
      style={{ "--depth": depth } as CSSProperties}
      {...(color !== undefined && { bg: `var(--mantine-color-${color}-light)` })}
    >
      <span aria-hidden className={classes["sign"]}>
        {SIGNS[change]}
      </span>
      {change !== "same" && <VisuallyHidden>{change}: </VisuallyHidden>}
      {before !== undefined && after !== undefined && change === "changed"
        ? changedWords(lineOf(before), lineOf(after)).map((word, index) => <Word key={index} word={word} />)
        : lineOf((after ?? before)!)}
    </Text>
  );
}

function Word({ word: { kind, text } }: { readonly word: ChangedWord }): ReactElement {
  if (kind === "same") return <span>{text} </span>;
  const Tag = kind === "added" ? "ins" : "del";
  return (
    <>
      <Tag>{text}</Tag>{" "}
    </>
  );
}
