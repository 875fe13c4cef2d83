import { Stack, Text, ThemeIcon, Title } from "@mantine/core";
import type { ComponentType, ReactElement, ReactNode } from "react";
import { IconSearch } from "./icons.ts";

interface Props {
  /** What is not there: "No executions yet". */
  readonly title: string;
  /** What to do about it. */
  readonly children?: ReactNode;
  readonly icon?: ComponentType<{ size?: number }>;
}

/** Stands where nothing is to be shown, and says what to do. */
export function Empty({ title, children, icon: Icon = IconSearch }: Props): ReactElement {
  return (
    <Stack align="center" gap="sm" py="xl" ta="center">
      <ThemeIcon size={48} radius="xl" variant="light" color="gray" aria-hidden>
        <Icon size={24} />
      </ThemeIcon>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text component="div" c="dimmed" maw={480}>
        {children}
      </Text>
    </Stack>
  );
}
