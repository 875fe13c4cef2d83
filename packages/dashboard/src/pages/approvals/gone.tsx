import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { Decision } from "./decision.tsx";
import { ApprovalsQuery, type Approval } from "./documents.ts";

interface Props {
  readonly approval: Approval;
  readonly onClose: () => void;
}

/** Says why an approval waits no longer that somebody was about to decide. */
export function Gone({ approval: { execution, path }, onClose }: Props): ReactElement {
  const query = useApi(ApprovalsQuery, { first: 200, executionId: execution.id, status: "DECIDED" });
  const decision = query.data?.approvals.nodes.find((one) => one.path === path)?.decision;
  return (
    <Alert color="orange" variant="light" title="It waits no longer" role="alert">
      <Stack gap="xs">
        {decision == null ? (
          <Text size="sm">Its time is over, or its execution has ended. Your answer was not sent.</Text>
        ) : (
          <>
            <Text size="sm">Somebody else, or another tab, has decided it. Your answer was not sent.</Text>
            <Decision decision={decision} />
          </>
        )}
        <Group>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
