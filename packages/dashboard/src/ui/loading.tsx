import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import type { ReactElement } from "react";
import { useLate } from "./use-late.ts";

/** Grey lines in place of what is being read, if that takes longer than 300 ms. */
export function Loading({ lines = 6, height = 28 }: { lines?: number; height?: number }): ReactElement | null {
  if (!useLate(true)) return null;
  return (
    <Stack gap="xs" component="output">
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={height} radius="sm" />
      ))}
    </Stack>
  );
}
