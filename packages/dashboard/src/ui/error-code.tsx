import { Anchor } from "@mantine/core";
import type { ReactElement } from "react";

interface Props {
  readonly code: string;
  /** Default: sm. */
  readonly size?: "xs" | "sm";
}

/** An error's code, which leads to its page: what it means, and its cure. */
export function ErrorCode({ code, size = "sm" }: Props): ReactElement {
  return (
    <Anchor size={size} underline="always" href={`/errors/${code}`} target="_blank" rel="noreferrer" c="inherit">
      {code}
    </Anchor>
  );
}
