import type { Graph, Trigger, Draft } from "@tempograph/graph";
import { createStore, type Store } from "../../data/index.ts";
import { beginHistory, type History, record, redo, undo } from "../edit/history.ts";
import { type CanvasSelection, NOTHING_SELECTED } from "../view/use-flow-elements.ts";

export interface EditorState {
  readonly history: History<Draft>;
  readonly selection: CanvasSelection;
  /** Why the last thing that a person tried was not done. */
  readonly refusal?: string;
}

export interface EditOptions {
  /** Edits of one group are taken back together, such as the letters of one field. */
  readonly group?: string;
  /** What is selected afterwards. */
  readonly select?: Iterable<string>;
}

/** What a person edits, what is selected, and what can be taken back. */
export class Editor {
  readonly store: Store<EditorState>;
  /** Hears of nodes that got a place, before those do that follow the store. */
  onAmend: ((before: Draft, after: Draft) => void) | undefined;

  constructor(draft: Draft) {
    this.store = createStore<EditorState>({ history: beginHistory(draft), selection: NOTHING_SELECTED });
  }

  get draft(): Draft {
    return this.store.get().history.present.state;
  }

  get selection(): CanvasSelection {
    return this.store.get().selection;
  }

  /** Changes the graph as one step that can be taken back. */
  edit(label: string, change: (graph: Graph) => Graph, { group, select }: EditOptions = {}): void {
    const { draft } = this;
    const graph = change(draft.graph);
    this.replace(label, graph === draft.graph ? draft : { ...draft, graph }, { ...(group !== undefined && { group }) });
    if (select !== undefined) this.select({ nodes: new Set(select), edges: new Set() });
  }

  editTriggers(triggers: readonly Trigger[], group = "triggers"): void {
    this.replace("Change the triggers", { ...this.draft, triggers }, { group });
  }

  replace(label: string, draft: Draft, { group }: Pick<EditOptions, "group"> = {}): void {
    const { history } = this.store.get();
    this.#set({ history: record(history, { state: draft, label, ...(group !== undefined && { group }) }) });
  }

  /** Gives nodes a place that had none: part of the step that added them, and no step of its own. */
  amend(graph: Graph): void {
    const { history, ...rest } = this.store.get();
    const state = { ...history.present.state, graph };
    this.onAmend?.(history.present.state, state);
    this.store.set({ ...rest, history: { ...history, present: { ...history.present, state } } });
  }

  undo(): void {
    this.#set({ history: undo(this.store.get().history) });
  }

  redo(): void {
    this.#set({ history: redo(this.store.get().history) });
  }

  select(selection: CanvasSelection): void {
    this.store.set({ ...this.store.get(), selection });
  }

  selectNode(id: string | undefined): void {
    this.select({ nodes: new Set(id === undefined ? [] : [id]), edges: new Set() });
  }

  /** Says why something was not done. */
  refuse(reason: string): void {
    this.store.set({ ...this.store.get(), refusal: reason });
  }

  forgetRefusal(): void {
    const { refusal: _, ...state } = this.store.get();
    this.store.set(state);
  }

  #set({ history }: Pick<EditorState, "history">): void {
    const { refusal: _, ...state } = this.store.get();
    const known = new Set(history.present.state.graph.nodes.map(({ id }) => id));
    const nodes = [...state.selection.nodes].filter((id) => known.has(id) || id.startsWith("@"));
    const selection =
      nodes.length === state.selection.nodes.size ? state.selection : { ...state.selection, nodes: new Set(nodes) };
    this.store.set({ ...state, history, selection });
  }
}
