import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApi } from "../../../data/index.ts";
import { useNodeTypes } from "../../../machine/use-node-types.ts";
import { Empty, Loading, PageFrame, PageLink, QueryView } from "../../../ui/index.ts";
import { Comparison } from "./comparison.tsx";
import { CompareQuery } from "./documents.ts";

const route = getRouteApi("/executions/$id/compare/$other");

/** Two executions side by side: their graphs, and step by step. */
export function ComparePage(): ReactElement {
  const params = route.useParams();
  const query = useApi(CompareQuery, params);
  const nodeTypes = useNodeTypes();
  return (
    <PageFrame title="Compare two executions" above={<PageLink to="/executions">Executions</PageLink>}>
      <QueryView query={query}>
        {({ left, right }) => {
          if (left === null || right === null)
            return <Empty title="One of the executions does not exist">Look them up in the list of executions.</Empty>;
          if (nodeTypes === undefined) return <Loading />;
          return <Comparison key={`${params.id} ${params.other}`} left={left} right={right} nodeTypes={nodeTypes} />;
        }}
      </QueryView>
    </PageFrame>
  );
}
