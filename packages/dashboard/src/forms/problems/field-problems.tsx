import type { Fix, Problem } from "@tempograph/graph";
import { Button, List, Text } from "@mantine/core";
import type { ReactElement } from "react";

interface Props {
  readonly problems: readonly Problem[];
  /** Applies the change that resolves a problem. */
  readonly onFix?: ((fix: Fix) => void) | undefined;
}

/** What is wrong at a place, what to do about it, and a button where one click does it. */
export function FieldProblems({ problems, onFix }: Props): ReactElement | null {
  if (problems.length === 0) return null;
  return (
    <List size="sm" mt={4} spacing={4} listStyleType="none" aria-label="Problems">
      {problems.map(({ code, severity, path, message, hint, fix }) => (
        <List.Item key={`${code} ${path} ${message}`}>
          <Text
            size="sm"
            span
            c={
              severity === "error" ? "var(--mantine-color-red-light-color)" : "var(--mantine-color-orange-light-color)"
            }
          >
            {severity === "error" ? "Error: " : "Warning: "}
            {message}{" "}
          </Text>
          <Text size="sm" span c="dimmed">
            {hint}{" "}
          </Text>
          {fix !== undefined && onFix !== undefined && (
            <Button size="compact-xs" variant="default" onClick={() => onFix(fix)}>
              {fix.title}
            </Button>
          )}
        </List.Item>
      ))}
    </List>
  );
}
