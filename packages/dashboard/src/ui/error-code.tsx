import { Anchor } from "@mantine/core";
import type { ReactElement } from "react";

/** An error's code, which leads to its page: what it means, and its cure. */
export function ErrorCode({ code }: { readonly code: string }): ReactElement {
  return (
    <Anchor size="sm" underline="always" href={`/errors/${code}`} target="_blank" rel="noreferrer" c="inherit">
      {code}
    </Anchor>
  );
}
