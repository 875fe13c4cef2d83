import { Alert, Button, Code, Group, List, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { toApiError } from "../data/index.ts";
import { ErrorCode } from "./error-code.tsx";
import { IconAlertTriangle, IconRefresh } from "./icons.ts";

interface Props {
  /** Nothing is shown without an error. */
  readonly error: unknown;
  readonly title?: string;
  /** What the button "Try again" does. */
  readonly onRetry?: (() => unknown) | undefined;
}

/** An error: what went wrong, what to do, its problems one by one, and the page of its code. */
export function ErrorPanel({ error, title = "That did not work", onRetry }: Props): ReactElement | null {
  if (error == null) return null;
  const { code, message, hint, problems } = toApiError(error);
  return (
    <Alert color="red" variant="light" title={title} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Stack gap="xs">
        <Text size="sm">{message}</Text>
        {hint !== undefined && <Text size="sm">{hint}</Text>}
        {problems.length > 0 && (
          <List size="sm">
            {problems.map((problem, index) => (
              <List.Item key={index}>
                {problem.node != null && <Code>{problem.node}</Code>} {problem.message} {problem.hint}
              </List.Item>
            ))}
          </List>
        )}
        <Group gap="md">
          <ErrorCode code={code} />
          {onRetry !== undefined && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              onClick={() => void onRetry()}
            >
              Try again
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
