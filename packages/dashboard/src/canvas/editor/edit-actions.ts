import { applyFix, type Fix, type Graph, type NodeTypeManifest } from "@tempograph/graph";
import { align, type Alignment } from "../edit/align.ts";
import { copy, paste, readFragment } from "../edit/clipboard.ts";
import { connect, type Connection, reconnect, refusalOf } from "../edit/connect.ts";
import { fitFrames, sizeOf } from "../edit/frame-sizes.ts";
import { moveInto, moveNodes } from "../edit/move.ts";
import { GRID, placeOf, type Place, plus, type Size } from "../edit/place.ts";
import { putInto } from "../edit/put-into.ts";
import { remove, removeAndClose } from "../edit/remove.ts";
import { resizeFrame } from "../edit/resize-frame.ts";
import { isFrame, TreeOfNodes } from "../edit/tree-of-nodes.ts";
import { rename, renameRefusal } from "../edit/update-node.ts";
import { unwrap, wrap, wrapRefusal } from "../edit/wrap.ts";
import { counted } from "../../ui/counted.ts";
import { layOutAll, type RunElk } from "../layout/lay-out.ts";
import type { Drop } from "../view/canvas-edits.ts";
import type { Editor } from "./editor.ts";
import { addAtPlace, placeBelow, placeBetween, placeForNew, type NewPlace } from "./new-place.ts";

/** What a person can do with the graph, each as one step of the history, or as a refusal with its reason. */
export class EditActions {
  readonly #editor: Editor;
  readonly #nodeTypes: ReadonlyMap<string, NodeTypeManifest>;

  constructor(editor: Editor, nodeTypes: ReadonlyMap<string, NodeTypeManifest>) {
    this.#editor = editor;
    this.#nodeTypes = nodeTypes;
  }

  /** Where the palette puts a node if nothing else was said. */
  placeForNew(): NewPlace {
    return placeForNew(this.draftGraph, this.#editor.selection, this.#nodeTypes);
  }

  /** Where a node goes that is to stand behind the selected one and before what follows it. */
  placeBetween(): NewPlace {
    return placeBetween(this.draftGraph, this.#editor.selection, this.#nodeTypes);
  }

  add(type: NodeTypeManifest, where: NewPlace): void {
    const added = addAtPlace(this.draftGraph, type, where);
    if (added === undefined) return;
    this.#editor.edit(`Add ${type.title}`, () => added.graph, { select: [added.id] });
  }

  get draftGraph(): Graph {
    return this.#editor.draft.graph;
  }

  connect(connection: Connection): void {
    const refusal = refusalOf(this.draftGraph, connection);
    if (refusal === undefined) this.#editor.edit("Connect", (graph) => connect(graph, connection));
    else this.#editor.refuse(refusal);
  }

  reconnect(edgeId: string, connection: Connection): void {
    this.#editor.edit("Reconnect", (graph) => reconnect(graph, edgeId, connection));
  }

  move(places: ReadonlyMap<string, Place>, drop: Drop | undefined): void {
    this.#moveAcross(places.size === 1 ? "Move a node" : `Move ${places.size} nodes`, (graph) => {
      const moved = moveNodes(graph, places);
      return fitFrames(drop === undefined ? moved : moveInto(moved, places.keys(), drop.frame));
    });
  }

  /** The containers into which the selected nodes can be put; undefined stands for the canvas outside of all containers. */
  homesForSelected(): readonly (string | undefined)[] {
    const tree = new TreeOfNodes(this.draftGraph);
    const ids = tree.outermost(this.#editor.selection.nodes);
    if (ids.length === 0) return [];
    const frames = this.draftGraph.nodes.filter(({ type }) => isFrame(type)).map(({ id }) => id);
    return [undefined, ...frames].filter((home) => moveInto(this.draftGraph, ids, home) !== this.draftGraph);
  }

  putSelectedInto(home: string | undefined): void {
    const { nodes } = this.#editor.selection;
    this.#moveAcross(home === undefined ? "Take out of the container" : `Put into ${home}`, (graph) =>
      putInto(graph, nodes, home),
    );
  }

  #moveAcross(label: string, change: (graph: Graph) => Graph): void {
    const before = this.draftGraph.edges.length;
    this.#editor.edit(label, change);
    const lost = before - this.draftGraph.edges.length;
    if (lost > 0)
      this.#editor.refuse(
        lost === 1
          ? "One edge would have left its container and is gone. Ctrl+Z brings it back."
          : `${lost} edges would have left their container and are gone. Ctrl+Z brings them back.`,
      );
  }

  resize(id: string, size: Size): void {
    this.#editor.edit("Resize a container", (graph) => resizeFrame(graph, id, size));
  }

  /** Makes the selected containers larger or smaller, as far as their members let them. */
  stretch(dx: number, dy: number): void {
    const ids = [...this.#editor.selection.nodes];
    this.#editor.edit(
      "Resize a container",
      (graph) =>
        ids.reduce((done, id) => {
          const { width, height } = sizeOf(new TreeOfNodes(done), id);
          return resizeFrame(done, id, { width: width + dx * GRID, height: height + dy * GRID });
        }, graph),
      { group: `stretch ${ids.join(" ")}` },
    );
  }

  nudge(dx: number, dy: number): void {
    const { selection } = this.#editor;
    const ids = new TreeOfNodes(this.draftGraph).outermost(selection.nodes);
    this.#editor.edit(
      "Move",
      (graph) => {
        const step = { x: dx * GRID, y: dy * GRID };
        const nodes = graph.nodes.filter(({ id }) => ids.includes(id));
        return fitFrames(
          moveNodes(graph, new Map(nodes.map((node) => [node.id, plus(placeOf(node) ?? { x: 0, y: 0 }, step)]))),
        );
      },
      { group: `nudge ${ids.join(" ")}` },
    );
  }

  removeSelected(): void {
    const { selection } = this.#editor;
    const nodes = new Set([...selection.nodes].filter((id) => !id.startsWith("@")));
    const [only] = nodes;
    if (nodes.size + selection.edges.size === 0) return;
    const isOne = nodes.size === 1 && selection.edges.size === 0 && only !== undefined;
    this.#editor.edit(
      "Remove",
      (graph) => (isOne ? removeAndClose(graph, only) : remove(graph, { nodes, edges: selection.edges })),
      { select: [] },
    );
  }

  wrapSelected(type: Pick<NodeTypeManifest, "type" | "title" | "example">): void {
    const ids = this.#editor.selection.nodes;
    const refusal = wrapRefusal(this.draftGraph, ids, type.type);
    const wrapped = refusal === undefined ? wrap(this.draftGraph, ids, type) : undefined;
    if (wrapped === undefined) this.#editor.refuse(refusal ?? "The nodes cannot be wrapped.");
    else this.#editor.edit(`Wrap in ${type.title}`, () => wrapped.graph, { select: [wrapped.id] });
  }

  unwrapSelected(): void {
    const frames = this.draftGraph.nodes.filter(
      ({ id, type }) => this.#editor.selection.nodes.has(id) && isFrame(type),
    );
    if (frames.length === 0) this.#editor.refuse("Select a container to take its nodes out.");
    else
      this.#editor.edit("Unwrap", (graph) => frames.reduce((done, { id }) => unwrap(done, id), graph), { select: [] });
  }

  align(how: Alignment): void {
    this.#editor.edit("Align", (graph) => align(graph, this.#editor.selection.nodes, how));
  }

  selectAll(): void {
    this.#editor.select({ nodes: new Set(this.draftGraph.nodes.map(({ id }) => id)), edges: new Set() });
  }

  rename(from: string, to: string): boolean {
    const refusal = renameRefusal(this.draftGraph, from, to);
    if (refusal !== undefined) {
      this.#editor.refuse(refusal);
      return false;
    }
    this.#editor.edit(`Rename ${from}`, (graph) => rename(graph, from, to), { select: [to] });
    return true;
  }

  copySelected(): string | undefined {
    const ids = this.#editor.selection.nodes;
    return ids.size === 0 ? undefined : copy(this.draftGraph, ids);
  }

  pasteText(text: string, at?: Place): void {
    const read = readFragment(text);
    if ("problem" in read) {
      this.#editor.refuse(`${read.problem.message} ${read.problem.hint}`);
      return;
    }
    const spot = at ?? placeBelow(this.draftGraph);
    const pasted = paste(this.draftGraph, read.value, spot);
    if ("problem" in pasted) this.#editor.refuse(`${pasted.problem.message} ${pasted.problem.hint}`);
    else
      this.#editor.edit(`Paste ${counted(read.value.nodes.length, "node")}`, () => pasted.value.graph, {
        select: pasted.value.ids,
      });
  }

  duplicate(): void {
    const text = this.copySelected();
    if (text !== undefined) this.pasteText(text);
  }

  /** Does what resolves a problem. */
  fix(fix: Fix): void {
    const fixed = applyFix(this.#editor.draft, fix);
    if (fixed === undefined) this.#editor.refuse("The workflow has changed since, so that this no longer fits.");
    else this.#editor.replace(fix.title, fixed);
  }

  async layOut(run: RunElk): Promise<void> {
    const before = this.draftGraph;
    const laid = await layOutAll(before, run);
    // A change that was made meanwhile wins over the layout.
    if (this.draftGraph === before) this.#editor.edit("Arrange", () => laid);
  }
}
