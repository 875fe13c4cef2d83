import type { NodeTypeManifest } from "@tempograph/graph";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useApi, useMay } from "../../data/index.ts";
import { useNodeTypes } from "../../machine/use-node-types.ts";
import { Empty, Loading, PageFrame, QueryView } from "../../ui/index.ts";
import { WorkflowQuery } from "./documents.ts";
import type { WorkflowAnswer } from "./draft-server.ts";
import { EditedWorkflow } from "./edited-workflow.tsx";
import { SeenWorkflow } from "./seen-workflow.tsx";

const route = getRouteApi("/workflows/$id");

/** A workflow: its graph on the canvas, for whoever may to edit and to publish it. */
export function WorkflowPage(): ReactElement {
  const { id } = route.useParams();
  const query = useApi(WorkflowQuery, { id });
  const nodeTypes = useNodeTypes();
  return (
    <QueryView query={query} loading={<Loading />}>
      {({ workflow }) =>
        nodeTypes === undefined ? <Loading /> : <OpenWorkflow key={id} workflow={workflow} nodeTypes={nodeTypes} />
      }
    </QueryView>
  );
}

interface Props {
  readonly workflow: WorkflowAnswer | null;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
}

/**
 * It may be archived or deleted, or the person's roles may be taken away, while it is edited. Then the editor stays as long as it holds what is
 * not saved.
 */
function OpenWorkflow({ workflow, nodeTypes }: Props): ReactElement {
  const may = useMay();
  const canChange = may("workflowSaveDraft") && workflow?.status === "ACTIVE";
  const [edited, setEdited] = useState<WorkflowAnswer>();
  if (canChange && edited !== workflow) setEdited(workflow);
  const seen = workflow === null ? <Gone /> : <SeenWorkflow workflow={workflow} nodeTypes={nodeTypes} />;
  if (edited === undefined) return seen;
  return <EditedWorkflow workflow={edited} nodeTypes={nodeTypes} seen={canChange ? undefined : seen} />;
}

function Gone(): ReactElement {
  return (
    <PageFrame title="Workflow">
      <Empty title="This workflow is not there">It may have been deleted, or it belongs to another project.</Empty>
    </PageFrame>
  );
}
