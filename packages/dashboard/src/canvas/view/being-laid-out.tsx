import { Box, Skeleton } from "@mantine/core";
import type { ReactElement } from "react";

/** In place of a canvas whose nodes have no place yet. */
export function BeingLaidOut(): ReactElement {
  return (
    <Box component="output" display="block" h="100%" aria-label="The graph is being laid out">
      <Skeleton h="100%" mih={320} />
    </Box>
  );
}
