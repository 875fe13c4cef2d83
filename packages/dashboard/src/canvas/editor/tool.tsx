import { ActionIcon, Tooltip } from "@mantine/core";
import type { ReactElement } from "react";

interface Props {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactElement;
}

/** A button of a toolbar. */
export function Tool({ label, disabled = false, onClick, children }: Props): ReactElement {
  return (
    // Outside of the page's landmarks a tooltip would break a rule of accessibility.
    <Tooltip label={label} openDelay={400} withinPortal={false}>
      <ActionIcon variant="default" size="lg" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
