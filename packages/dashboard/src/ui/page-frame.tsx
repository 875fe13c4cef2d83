import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactElement, ReactNode } from "react";

interface Props {
  /** The heading, and the name of the browser's tab. */
  readonly title: string;
  /** A line below the heading. */
  readonly about?: ReactNode;
  /** Buttons beside the heading. */
  readonly actions?: ReactNode;
  /** What stands above the heading: links to where this page belongs. */
  readonly above?: ReactNode;
  /** Uses the whole width and height of the window, as the canvas does. */
  readonly fills?: boolean;
  readonly children: ReactNode;
}

/** The frame of every page: heading, actions, content. */
export function PageFrame({ title, about, actions, above, fills = false, children }: Props): ReactElement {
  useDocumentTitle(`${title} · Tempograph`);
  return (
    <Stack gap="md" maw={fills ? undefined : 1_280} mx="auto" h={fills ? "100%" : undefined}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Box>
          {above}
          <Title order={1} size="h2" style={{ overflowWrap: "anywhere" }}>
            {title}
          </Title>
          {about !== undefined && (
            <Text component="div" c="dimmed" size="sm">
              {about}
            </Text>
          )}
        </Box>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
