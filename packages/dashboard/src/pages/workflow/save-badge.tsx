import { Badge } from "@mantine/core";
import type { ReactElement } from "react";
import type { SaveStatus } from "../../canvas/editor/draft-saver.ts";

const WORDS = {
  saved: ["Saved", "green"],
  changed: ["Not saved yet", "gray"],
  saving: ["Saving …", "gray"],
  failed: ["Not saved", "red"],
  conflict: ["Not saved: changed by somebody else, too", "yellow"],
} as const;

/** Whether the draft is with the API. */
export function SaveBadge({ status: { kind } }: { readonly status: SaveStatus }): ReactElement {
  const [words, color] = WORDS[kind];
  return (
    <Badge variant="light" color={color} component="output">
      {words}
    </Badge>
  );
}
