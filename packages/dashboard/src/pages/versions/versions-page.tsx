import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { PublishButton } from "../../publish/publish-button.tsx";
import { Empty, PageFrame, PageLinkButton, pageOf, QueryView } from "../../ui/index.ts";
import { VersionsQuery } from "./documents.ts";
import { VersionsPanel } from "./versions-panel.tsx";

const route = getRouteApi("/workflows/$id/versions");
const EVERY_MS = 3_000;

/** The versions of a workflow under an address of their own. */
export function VersionsPage(): ReactElement {
  const { id } = route.useParams();
  const query = useApi(VersionsQuery, { id, ...pageOf(route.useSearch()) }, { keepsPrevious: true, everyMs: EVERY_MS });
  const known = query.data?.workflow ?? undefined;
  return (
    <PageFrame
      title={known === undefined ? "Versions" : `Versions of ${known.name}`}
      actions={
        known !== undefined && (
          <>
            <PageLinkButton to="/workflows/$id" params={{ id }} variant="default">
              Canvas
            </PageLinkButton>
            {known.status === "ACTIVE" && <PublishButton workflowId={id} revision={() => known.draftRevision} />}
          </>
        )
      }
    >
      <QueryView query={query}>
        {({ workflow, workflowOpenExecutions }) =>
          workflow === null ? (
            <Empty title="There is no such workflow">Its address is wrong, or it belongs to another project.</Empty>
          ) : (
            <VersionsPanel workflowId={id} workflow={workflow} open={workflowOpenExecutions} />
          )
        }
      </QueryView>
    </PageFrame>
  );
}
