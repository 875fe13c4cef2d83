import { Card, Stack, Text, Title } from "@mantine/core";
import { useId, type ReactElement } from "react";
import { Ago, ExecutionLink } from "../../ui/index.ts";
import { Decision } from "./decision.tsx";
import { DecisionForm } from "./decision-form.tsx";
import type { Approval } from "./documents.ts";
import { Gone } from "./gone.tsx";

interface Props {
  readonly approval: Approval;
  /** Whether it has left the list while somebody answered it. */
  readonly isGone?: boolean;
  readonly onTouch: () => void;
  /** It need not be kept any longer. */
  readonly onDone: () => void;
}

/** One approval: what is asked, its form, and the two answers. */
export function ApprovalCard({ approval, isGone = false, onTouch, onDone }: Props): ReactElement {
  const { title, description, approvers, waitingSince, decision, payloadsHidden, execution } = approval;
  const heading = useId();
  return (
    <Card withBorder component="article" aria-labelledby={heading}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4" id={heading}>
            {title ?? "Approval"}
          </Title>
          <Text size="xs" c="dimmed" component="div">
            <ExecutionLink id={execution.id} size="xs" underline="always">
              {execution.workflow.name}
            </ExecutionLink>
            {waitingSince !== null && (
              <>
                , asked <Ago at={waitingSince} />
              </>
            )}
            {approvers !== null && `, of ${approvers.join(", ")}`}
          </Text>
        </div>
        {description !== null && <Text size="sm">{description}</Text>}
        {payloadsHidden != null && <Text size="sm">{payloadsHidden}</Text>}
        {isGone && <Gone approval={approval} onClose={onDone} />}
        {!isGone && decision == null && <DecisionForm approval={approval} onTouch={onTouch} onDecided={onDone} />}
        {!isGone && decision != null && <Decision decision={decision} />}
      </Stack>
    </Card>
  );
}
