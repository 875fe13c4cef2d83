import { Button, Group } from "@mantine/core";
import type { ReactElement } from "react";

interface Props {
  /** The cursors behind which the pages so far began, the last one that of the page that is shown. */
  readonly cursors: readonly string[];
  readonly onMove: (cursors: readonly string[]) => void;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } | undefined;
  /** What the pages consist of, if the buttons say it: "lines". */
  readonly of?: string;
  readonly size?: "xs" | "compact-xs";
}

/** Goes through a list that begins with its oldest entry, and whose place does not stand in the address. `Pager` is for the others. */
export function StepsThrough({ cursors, onMove, pageInfo, of = "", size = "xs" }: Props): ReactElement {
  return (
    <Group gap="xs">
      <Button
        size={size}
        variant="default"
        disabled={cursors.length === 0}
        onClick={() => onMove(cursors.slice(0, -1))}
      >
        {`Earlier ${of}`.trimEnd()}
      </Button>
      <Button
        size={size}
        variant="default"
        disabled={pageInfo?.hasNextPage !== true}
        onClick={() => onMove([...cursors, pageInfo?.endCursor ?? ""])}
      >
        {`Later ${of}`.trimEnd()}
      </Button>
    </Group>
  );
}
