import { Alert, Text, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { Ago, PageFrame, QueryView } from "../../ui/index.ts";
import { IconAlertTriangle } from "../../ui/icons.ts";
import { RetentionPreviewQuery, RetentionQuery } from "./documents.ts";
import { Holds } from "./holds.tsx";
import { Policies } from "./policies.tsx";
import { previewText } from "./preview-text.ts";
import { Runs } from "./runs.tsx";

const EVERY_MS = 10_000;
/** The count looks at thousands of executions, so it is asked for more seldom. */
const PREVIEW_EVERY_MS = 60_000;

/** How long what has ended is kept, what goes next, what is held back, and what was removed. */
export function RetentionPage(): ReactElement {
  const query = useApi(RetentionQuery, {}, { everyMs: EVERY_MS });
  const preview = useApi(RetentionPreviewQuery, {}, { everyMs: PREVIEW_EVERY_MS });
  return (
    <PageFrame title="Retention" about="How long what has ended is kept, and what was removed">
      <QueryView query={query}>
        {({ retention: { policies, runs, problem, problemSince, lookedAt } }) => (
          <>
            {problem !== null && (
              <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="Nothing can be removed at present">
                <Text size="sm">{problem}</Text>
                {problemSince !== null && (
                  <Text size="sm">
                    First seen <Ago at={problemSince} size="sm" />. It is tried again every minute.
                  </Text>
                )}
              </Alert>
            )}
            <Policies policies={policies} />
            <Title order={2} size="h4">
              What the next removal takes
            </Title>
            <QueryView query={preview}>
              {({ retentionPreview }) => (
                <Text size="sm">
                  {previewText(retentionPreview)} What closed after <Ago at={retentionPreview.closedBefore} size="sm" />{" "}
                  stays in any case, because Temporal may still have its history.
                </Text>
              )}
            </QueryView>
            <Title order={2} size="h4">
              Held back
            </Title>
            <Holds />
            <Title order={2} size="h4">
              Removals
            </Title>
            <Runs runs={runs} />
            {lookedAt !== null && (
              <Text size="sm" c="dimmed">
                A worker last found nothing more to remove <Ago at={lookedAt} size="sm" />.
              </Text>
            )}
          </>
        )}
      </QueryView>
    </PageFrame>
  );
}
