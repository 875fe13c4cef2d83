import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { useNodeTypes } from "../../machine/use-node-types.ts";
import { CopyableId, Empty, Loading, PageFrame, PageLink, QueryView } from "../../ui/index.ts";
import { ExecutionQuery } from "./documents.ts";
import { ExecutionView } from "./execution-view.tsx";

const route = getRouteApi("/executions/$id");

export function ExecutionPage(): ReactElement {
  const { id } = route.useParams();
  const query = useApi(ExecutionQuery, { id });
  const nodeTypes = useNodeTypes();
  return (
    <PageFrame
      title={query.data?.execution?.workflow.name ?? "Execution"}
      about={<CopyableId id={id} />}
      above={<PageLink to="/executions">Executions</PageLink>}
    >
      <QueryView query={query}>
        {({ execution }) => {
          if (execution === null)
            return <Empty title="There is no such execution">Look it up in the list of executions.</Empty>;
          return nodeTypes === undefined ? (
            <Loading />
          ) : (
            <ExecutionView key={id} execution={execution} nodeTypes={nodeTypes} />
          );
        }}
      </QueryView>
    </PageFrame>
  );
}
