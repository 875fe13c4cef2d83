import type { AnchorProps } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { PageLink } from "./link-button.tsx";

interface Props extends AnchorProps {
  readonly id: string;
  /** Default: the id. */
  readonly children?: ReactNode;
}

/** Leads to the page of an execution. */
export function ExecutionLink({ id, children, ...rest }: Props): ReactElement {
  return (
    <PageLink to="/executions/$id" params={{ id }} size="sm" {...rest}>
      {children ?? id}
    </PageLink>
  );
}
