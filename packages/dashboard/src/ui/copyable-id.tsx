import { ActionIcon, Code, CopyButton } from "@mantine/core";
import type { ReactElement } from "react";
import { IconCheck, IconCopy } from "./icons.ts";

/** The id of what a page shows, below its heading, to be copied. */
export function CopyableId({ id }: { readonly id: string }): ReactElement {
  return (
    <>
      <Code style={{ overflowWrap: "anywhere" }}>{id}</Code>{" "}
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <ActionIcon variant="subtle" size="sm" onClick={copy} title="Copy" aria-label="Copy the id">
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </>
  );
}
