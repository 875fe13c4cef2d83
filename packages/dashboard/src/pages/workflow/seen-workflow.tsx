import { Tabs } from "@mantine/core";
import type { NodeTypeManifest } from "@tempograph/graph";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, type ReactElement } from "react";
import { GraphView } from "../../canvas/view/graph-view.tsx";
import { SentencesView } from "../../sentences/sentences-view.tsx";
import { PageFrame } from "../../ui/index.ts";
import { savedDraftOf, type WorkflowAnswer } from "./draft-server.ts";
import classes from "./workflow.module.css";

const route = getRouteApi("/workflows/$id");

interface Props {
  readonly workflow: WorkflowAnswer;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
}

/** For whoever may not edit it, and for a workflow in the archive. */
export function SeenWorkflow({ workflow, nodeTypes }: Props): ReactElement {
  const { node, tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { draft } = useMemo(() => savedDraftOf(workflow), [workflow]);
  const show = (next: string | null) =>
    void navigate({ search: { ...(node !== undefined && { node }), ...(next === "sentences" && { tab: next }) } });
  return (
    <PageFrame title={workflow.name} about={workflow.description} fills>
      <Tabs value={tab === "sentences" || tab === "text" ? "sentences" : "canvas"} onChange={show} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="canvas">Canvas</Tabs.Tab>
          <Tabs.Tab value="sentences">Sentences</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sentences">
          <SentencesView label={`${workflow.name} in sentences`} draft={draft} selected={node} />
        </Tabs.Panel>
        <Tabs.Panel value="canvas">
          <div className={classes["seen"]}>
            <GraphView
              label={`Graph of ${workflow.name}`}
              graph={workflow.graph}
              triggers={draft.triggers}
              nodeTypes={nodeTypes}
              selected={node}
              onSelect={(next) => void navigate({ search: next === undefined ? {} : { node: next }, replace: true })}
            />
          </div>
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}
