import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { graphql, useApi } from "../../data/index.ts";
import { PageFrame } from "../../ui/index.ts";
import { VersionsPanel } from "./versions-panel.tsx";

const VersionedQuery = graphql(`
  query Versioned($id: ID!) {
    workflow(id: $id) {
      name
    }
  }
`);

const route = getRouteApi("/workflows/$id/versions");

/** The versions of a workflow under an address of their own. */
export function VersionsPage(): ReactElement {
  const { id } = route.useParams();
  const name = useApi(VersionedQuery, { id }).data?.workflow?.name;
  return (
    <PageFrame title={name === undefined ? "Versions" : `Versions of ${name}`}>
      <VersionsPanel workflowId={id} />
    </PageFrame>
  );
}
