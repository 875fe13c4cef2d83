import { Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useApi } from "../../../data/index.ts";
import { QueryView } from "../../../ui/index.ts";
import { DecisionForm } from "../../approvals/decision-form.tsx";
import { ApprovalsQuery } from "../../approvals/documents.ts";

interface Props {
  readonly executionId: string;
  readonly path: string;
}

/** What a step asks somebody to decide, and the form for it. */
export function StepApproval({ executionId, path }: Props): ReactElement {
  const query = useApi(ApprovalsQuery, { first: 200, executionId, status: "WAITING" });
  return (
    <QueryView query={query}>
      {({ approvals }) => {
        const approval = approvals.nodes.find((one) => one.path === path);
        if (approval === undefined) return <Text size="sm">It waits for a decision in the inbox.</Text>;
        const { title, description, approvers } = approval;
        return (
          <Stack gap="xs">
            {title !== null && <Text fw={600}>{title}</Text>}
            {description !== null && <Text size="sm">{description}</Text>}
            {approvers !== null && <Text size="sm">It asks {approvers.join(", ")}.</Text>}
            <DecisionForm approval={approval} />
          </Stack>
        );
      }}
    </QueryView>
  );
}
