import { descriptorOf, portsOf, type NodeTypeManifest } from "@tempograph/graph";
import type { ReactElement } from "react";
import { refusalOf } from "../edit/connect.ts";
import { drawnEdges, portOf } from "../edit/drawn-edges.ts";
import { FRAME_TYPE } from "../edit/tree-of-nodes.ts";
import { NodeIcon } from "../view/node-icon.tsx";
import { summaryOf, titleOf } from "../view/node-words.ts";
import type { EditActions } from "./edit-actions.ts";
import type { Editor } from "./editor.ts";
import type { NewPlace } from "./new-place.ts";
import { SearchList, type SearchItem } from "./search-list.tsx";

/** Which list is open. */
export type Picker =
  | { readonly kind: "add"; readonly place: NewPlace }
  | { readonly kind: "find" }
  | { readonly kind: "wrap" }
  | { readonly kind: "putInto" }
  | { readonly kind: "connect"; readonly from: string }
  | { readonly kind: "disconnect"; readonly from: string };

interface Props {
  readonly picker: Picker;
  readonly editor: Editor;
  readonly actions: EditActions;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  readonly onClose: () => void;
}

const FRAME = {
  type: FRAME_TYPE,
  title: "Frame",
  description: "Is only drawn around nodes. It does not change what they do.",
};

const OUTSIDE: SearchItem = {
  id: "",
  title: "No container",
  about: "The nodes stand by themselves.",
  words: "out top",
};

/** The lists of the editor: each does with the keyboard what the mouse does on the canvas. */
export function Pickers({ picker, editor, actions, nodeTypes, onClose }: Props): ReactElement {
  const { graph } = editor.draft;
  const types = [...nodeTypes.values()];
  const typeItem = ({
    type,
    title,
    description,
  }: Pick<NodeTypeManifest, "type" | "title" | "description">): SearchItem => ({
    id: type,
    title,
    about: description,
    words: nodeTypes.get(type)?.pack.name ?? "",
    icon: <NodeIcon type={type} />,
  });
  const nodeItem = (id: string, key = id, before = ""): SearchItem => {
    const node = graph.nodes.find((one) => one.id === id)!;
    const manifest = nodeTypes.get(node.type);
    return {
      id: key,
      title: before + titleOf(node, manifest),
      about: [id, summaryOf(node, manifest)].filter(Boolean).join(" · "),
      words: node.type,
      icon: <NodeIcon type={node.type} />,
    };
  };
  switch (picker.kind) {
    case "add":
      return (
        <SearchList
          title="Add a node"
          items={types.map(typeItem)}
          empty="No node types are known yet."
          onPick={(id) => actions.add(nodeTypes.get(id)!, picker.place)}
          onClose={onClose}
        />
      );
    case "wrap": {
      const containers = types.filter(({ type }) => descriptorOf(type)?.container !== undefined);
      return (
        <SearchList
          title="Wrap the selection in"
          items={[...containers.map(typeItem), typeItem(FRAME)]}
          empty="There are no containers."
          onPick={(id) => actions.wrapSelected(nodeTypes.get(id) ?? FRAME)}
          onClose={onClose}
        />
      );
    }
    case "putInto":
      return (
        <SearchList
          title="Move the selection into"
          items={actions.homesForSelected().map((home) => (home === undefined ? OUTSIDE : nodeItem(home)))}
          empty="There is no container into which these nodes could be moved. Press w to wrap them in a new one."
          onPick={(id) => actions.putSelectedInto(id === OUTSIDE.id ? undefined : id)}
          onClose={onClose}
        />
      );
    case "find":
      return (
        <SearchList
          title="Find a node"
          items={graph.nodes.map(({ id }) => nodeItem(id))}
          empty="The graph has no nodes yet."
          onPick={(id) => editor.selectNode(id)}
          onClose={onClose}
        />
      );
    case "connect": {
      const from = graph.nodes.find(({ id }) => id === picker.from);
      const ports = from === undefined ? [] : [...portsOf(from, nodeTypes.get(from.type)), "error"];
      const targets = ports.flatMap((port) =>
        graph.nodes.flatMap(({ id: target }) =>
          refusalOf(graph, { source: picker.from, port, target }) === undefined ? [{ port, target }] : [],
        ),
      );
      return (
        <SearchList
          title={`Connect ${picker.from} to`}
          items={targets.map(({ port, target }) =>
            nodeItem(target, JSON.stringify([port, target]), port === "out" ? "" : `${port} → `),
          )}
          empty="No other node can follow this one."
          onPick={(id) => {
            const [port, target] = JSON.parse(id) as [string, string];
            actions.connect({ source: picker.from, port, target });
          }}
          onClose={onClose}
        />
      );
    }
    case "disconnect": {
      const edges = drawnEdges(graph).filter(({ source, target }) => source === picker.from || target === picker.from);
      return (
        <SearchList
          title={`Take an edge away from ${picker.from}`}
          items={edges.map((edge) => ({
            id: edge.id,
            title: `${edge.source} → ${edge.target}`,
            ...(portOf(edge) !== "out" && { about: portOf(edge) }),
          }))}
          empty="No edge begins or ends here."
          onPick={(id) => {
            editor.select({ nodes: new Set(), edges: new Set([id]) });
            actions.removeSelected();
          }}
          onClose={onClose}
        />
      );
    }
  }
}
