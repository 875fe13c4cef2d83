import { Accordion, Stack, Text, TextInput, Title } from "@mantine/core";
import { type Fix, type NodeScope, type NodeTypeManifest, type Problem, scopesOf } from "@tempograph/graph";
import { useDeferredValue, useMemo, useState, type ReactElement } from "react";
import { createMeaning } from "../../canvas/edit/same-but-places.ts";
import { renameRefusal, updateNode } from "../../canvas/edit/update-node.ts";
import type { EditActions } from "../../canvas/editor/edit-actions.ts";
import type { Editor } from "../../canvas/editor/editor.ts";
import { TRIGGERS_ID } from "../../canvas/view/flow-edges.ts";
import { titleOf } from "../../canvas/view/node-words.ts";
import { useStore } from "../../data/index.ts";
import {
  NodeForm,
  renameUnread,
  SettingsForm,
  TriggersForm,
  UnreadContext,
  useConnectionNames,
  useLoopSample,
  type UnreadTexts,
} from "../../forms/index.ts";

interface Props {
  readonly editor: Editor;
  readonly actions: EditActions;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  readonly problems: readonly Problem[];
  readonly sample: NodeScope;
  readonly onFix: (fix: Fix) => void;
  /** What was typed in forms and cannot be read yet. */
  readonly unread: UnreadTexts;
}

/** The form of what is selected: of a node, of the triggers, or without a selection of the whole workflow. */
export function SelectionPanel(props: Props): ReactElement {
  const { selection } = useStore(props.editor.store);
  const [only] = selection.nodes;
  const form = only ?? "settings";
  const unread = useMemo(() => ({ texts: props.unread, form }), [props.unread, form]);
  return (
    <UnreadContext value={unread}>
      <Selected {...props} />
    </UnreadContext>
  );
}

function Selected(props: Props): ReactElement {
  const { editor, problems, sample, onFix } = props;
  const { history, selection } = useStore(editor.store);
  const { graph, triggers } = history.present.state;
  const [only] = selection.nodes;
  if (selection.nodes.size > 1) return <Text size="sm">{selection.nodes.size} nodes are selected.</Text>;
  if (only === TRIGGERS_ID) {
    return (
      <Stack gap="sm">
        <Title order={2} size="h4">
          What starts it
        </Title>
        <TriggersForm
          triggers={triggers}
          problems={problems}
          sample={sample}
          onFix={onFix}
          onChange={(next) => editor.editTriggers(next)}
        />
      </Stack>
    );
  }
  if (only !== undefined && graph.nodes.some(({ id }) => id === only)) return <SelectedNode {...props} id={only} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        Select a node to change it, or the first card to change what starts the workflow. Press / to add a node, and ?
        for all keys.
      </Text>
      <Accordion variant="contained" defaultValue={graph.settings === undefined ? null : "settings"}>
        <Accordion.Item value="settings">
          <Accordion.Control>Settings: how it runs, and what holds back a start</Accordion.Control>
          <Accordion.Panel>
            <SettingsForm
              settings={graph.settings}
              sample={sample}
              problems={problems}
              onFix={onFix}
              onChange={(settings) =>
                editor.edit(
                  "Change the settings",
                  ({ settings: _, ...rest }) => (settings === undefined ? rest : { ...rest, settings }),
                  { group: "settings" },
                )
              }
            />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

function SelectedNode({
  id,
  editor,
  actions,
  nodeTypes,
  problems,
  sample,
  onFix,
  unread,
}: Props & { readonly id: string }): ReactElement {
  const { graph } = useStore(editor.store).history.present.state;
  const [meaningOf] = useState(createMeaning);
  // What is in scope may follow a little later than the letters that somebody types, and has nothing to do with where a card stands.
  const settled = useDeferredValue(useMemo(() => meaningOf(graph), [meaningOf, graph]));
  const scopes = useMemo(() => scopesOf({ graph: settled, types: nodeTypes }), [settled, nodeTypes]);
  const names = useMemo(() => scopes(id), [scopes, id]);
  const namesWithin = useMemo(() => scopes(id, "within"), [scopes, id]);
  const { around, within: sampleWithin } = useLoopSample(settled, id, sample);
  const within = useMemo(() => ({ names: namesWithin, sample: sampleWithin }), [namesWithin, sampleWithin]);
  const index = graph.nodes.findIndex((one) => one.id === id);
  const node = graph.nodes[index];
  const nodeIds = useMemo(() => graph.nodes.map((one) => one.id), [graph.nodes]);
  const nodeType = nodeTypes.get(node?.type ?? "");
  const connections = useConnectionNames(nodeType?.connections);
  if (node === undefined) return <Text size="sm">The node is gone.</Text>;
  const rename = (to: string): boolean => {
    if (renameRefusal(graph, id, to) === undefined) renameUnread(unread, id, to);
    return actions.rename(id, to);
  };
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {titleOf(node, nodeType)}
      </Title>
      <IdField key={`id ${id}`} id={id} onRename={rename} />
      <NodeForm
        key={id}
        node={node}
        nodeType={nodeType}
        at={`/nodes/${index}`}
        names={names}
        sample={around}
        within={within}
        problems={problems}
        connections={connections}
        nodeIds={nodeIds}
        onFix={onFix}
        onChange={(next) =>
          editor.edit(`Change ${id}`, (before) => updateNode(before, id, () => next), { group: `form ${id}` })
        }
      />
    </Stack>
  );
}

function IdField({ id, onRename }: { readonly id: string; readonly onRename: (to: string) => boolean }): ReactElement {
  const [text, setText] = useState(id);
  const finish = () => {
    if (text !== id && !onRename(text)) setText(id);
  };
  return (
    <TextInput
      label="Id"
      description="Expressions that read this node follow."
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={finish}
      onKeyDown={({ key }) => key === "Enter" && finish()}
    />
  );
}
