import { Group, Tabs, Text } from "@mantine/core";
import type { Graph, NodeTypeManifest } from "@tempograph/graph";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState, type ReactElement } from "react";
import { CanvasEditor } from "../../canvas/editor/canvas-editor.tsx";
import { ConflictDialog } from "../../canvas/editor/conflict-dialog.tsx";
import type { SavedDraft } from "../../canvas/editor/draft-saver.ts";
import type { Editor } from "../../canvas/editor/editor.ts";
import { useLaidOut } from "../../canvas/view/use-laid-out.ts";
import { onlyNode } from "../../canvas/editor/only-node.ts";
import { apiKey, queryClient, useStore } from "../../data/index.ts";
import { CodeTab, JsonTab, useSample } from "../../forms/index.ts";
import { useMachine } from "../../machine/use-machine.ts";
import { PublishButton } from "../../publish/publish-button.tsx";
import type { Lit } from "../../try/lit-at.ts";
import { newTrial } from "../../try/trial.ts";
import { SentencesTab } from "../../sentences/sentences-tab.tsx";
import { ErrorPanel, Loading, PageFrame, PageLinkButton } from "../../ui/index.ts";
import { WorkflowQuery } from "./documents.ts";
import { savedDraftOf, type WorkflowAnswer } from "./draft-server.ts";
import { LeaveUnsaved } from "./leave-unsaved.tsx";
import { SaveBadge } from "./save-badge.tsx";
import { SelectionPanel } from "./selection-panel.tsx";
import { SidePanel } from "./side-panel.tsx";
import { useWorkflowEditor } from "./use-workflow-editor.ts";
import { isWorkflowTab, type WorkflowTab } from "./workflow-tab.ts";

const route = getRouteApi("/workflows/$id");

interface Props {
  readonly workflow: WorkflowAnswer;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  /** Stands here when it cannot be changed any more, as soon as nothing of the person's would be lost. */
  readonly seen: ReactElement | undefined;
}

/** The editor keeps its own draft: an answer of the API that is read again must not take away what somebody is doing. */
export function EditedWorkflow({ workflow, ...rest }: Props): ReactElement {
  const [saved] = useState(() => savedDraftOf(workflow));
  const { tab } = route.useSearch();
  // Who opens another tab does not wait for the layout. For the canvas nothing else is drawn meanwhile, because that would hold it up.
  const [isOnCanvas] = useState(tab === undefined);
  const graph = useLaidOut(isOnCanvas ? saved.draft.graph : NO_NODES);
  if (graph === undefined) return <Loading />;
  // That nodes got a place is alone no change of the draft.
  const draft = isOnCanvas ? { ...saved.draft, graph } : saved.draft;
  return <WithDraft workflow={workflow} saved={{ ...saved, draft }} {...rest} />;
}

const NO_NODES: Graph = { nodes: [], edges: [] };

function WithDraft({ workflow, nodeTypes, seen, saved }: Props & { readonly saved: SavedDraft }): ReactElement {
  const { tab = "canvas", panel } = route.useSearch();
  const [lit, setLit] = useState<Lit>();
  const [trial, setTrial] = useState(() => newTrial(saved.draft.triggers));
  const navigate = route.useNavigate();
  const { editor, actions, saver, status, unread } = useWorkflowEditor(workflow.id, saved, nodeTypes);
  const draft = useStore(editor.store).history.present.state;
  const { value: checked } = useMachine("checkGraph", draft, { lane: `check ${workflow.id}` });
  const problems = checked?.problems ?? NO_PROBLEMS;
  const sample = useSample(workflow.id, draft.triggers);
  const saving = useStore(status);
  useSelectedInAddress(editor);
  const canChange = seen === undefined;
  useEffect(() => {
    if (canChange && saver.hasUnsaved) void saver.flush();
  }, [canChange, saver]);
  const isSaved = saving.kind === "saved";
  useEffect(() => {
    // That it was saved shows that it can be changed again.
    if (!canChange && isSaved) void queryClient.invalidateQueries({ queryKey: apiKey(WorkflowQuery) });
  }, [canChange, isSaved]);
  const savedRevision = async () => {
    await saver.flush();
    return saver.hasUnsaved ? undefined : saver.revision;
  };
  const show = (next: string | null) =>
    void navigate({ search: ({ tab: _, ...rest }) => ({ ...rest, ...tabSearch(next) }) });
  if (seen !== undefined && isSaved && unread.size === 0) return seen;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const published = workflow.publishedVersion;
  return (
    <PageFrame
      title={workflow.name}
      about={
        <Group gap="xs">
          <Text span size="sm">
            {published === null ? "Not published yet" : `Version ${published.number} is published`}
          </Text>
          <SaveBadge status={saving} />
        </Group>
      }
      actions={
        <>
          <PageLinkButton to="/workflows/$id/versions" params={{ id: workflow.id }} variant="default">
            Versions
          </PageLinkButton>
          <PublishButton workflowId={workflow.id} revision={savedRevision} errors={errors} />
        </>
      }
      fills
    >
      {saving.kind === "failed" && (
        <ErrorPanel error={saving.error} title="The draft is not saved. It stays here." onRetry={() => saver.flush()} />
      )}
      {saving.kind === "conflict" && (
        <ConflictDialog conflicts={saving.conflicts} onDecide={(choices) => void saver.resolve(choices)} />
      )}
      <LeaveUnsaved status={status} unread={unread} />
      <Tabs value={tab === "text" ? "sentences" : tab} onChange={show} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="canvas">Canvas</Tabs.Tab>
          <Tabs.Tab value="sentences">Sentences</Tabs.Tab>
          <Tabs.Tab value="json">JSON</Tabs.Tab>
          <Tabs.Tab value="code">TypeScript</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="canvas">
          <CanvasEditor
            label={`Graph of ${workflow.name}`}
            editor={editor}
            actions={actions}
            nodeTypes={nodeTypes}
            problems={problems}
            lit={panel === "try" ? lit : undefined}
          >
            <SidePanel workflow={workflow} editor={editor} onLit={setLit} trial={trial} onTrial={setTrial}>
              <SelectionPanel
                editor={editor}
                actions={actions}
                nodeTypes={nodeTypes}
                problems={problems}
                sample={sample}
                onFix={(fix) => actions.fix(fix)}
                unread={unread}
              />
            </SidePanel>
          </CanvasEditor>
        </Tabs.Panel>
        <Tabs.Panel value="sentences">
          <SentencesTab
            label={`${workflow.name} in sentences`}
            {...{ editor, nodeTypes, problems, sample }}
            onFix={(fix) => actions.fix(fix)}
            isTyped={tab === "text"}
            onTyped={(isTyped) => show(isTyped ? "text" : "sentences")}
            unread={unread}
          />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <JsonTab
            draft={draft}
            problems={problems}
            onChange={(next) => editor.replace("Change the JSON", next, { group: "json" })}
            unread={unread}
          />
        </Tabs.Panel>
        <Tabs.Panel value="code">
          <CodeTab
            name={workflow.name}
            draft={draft}
            onChange={(next) => editor.replace("Change the code", next, { group: "code" })}
            unread={unread}
          />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}

const NO_PROBLEMS = [] as const;

function tabSearch(tab: string | null): { readonly tab?: WorkflowTab } {
  return isWorkflowTab(tab) ? { tab } : {};
}

/** The selected node stands in the address, so that a link leads to it. */
function useSelectedInAddress(editor: Editor): void {
  const { node } = route.useSearch();
  const navigate = route.useNavigate();
  const selected = onlyNode(useStore(editor.store).selection);
  const [first] = useState(node);
  useEffect(() => {
    if (first !== undefined) editor.selectNode(first);
  }, [editor, first]);
  useEffect(() => {
    void navigate({
      search: ({ node: _, ...rest }) => (selected === undefined ? rest : { ...rest, node: selected }),
      replace: true,
    });
  }, [selected, navigate]);
}
