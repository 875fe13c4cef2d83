import {
  scopeAt,
  scopeOfTrigger,
  segmentsOf,
  type NodeScope,
  type NodeTypeManifest,
  type Draft,
} from "@tempograph/graph";
import { createContext, useContext, useMemo } from "react";
import type { FormScope } from "../forms/index.ts";

/** What the controls of slots need of the workflow that they stand in. */
export interface SlotSurroundings {
  readonly draft: Draft;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  readonly sample: NodeScope;
}

/** A function, because reading it must not draw every line again with every change. */
export const SurroundingsContext: React.Context<() => SlotSurroundings | undefined> = createContext<
  () => SlotSurroundings | undefined
>(() => undefined);

/** What expressions can read at a slot. It is found when somebody opens the slot. */
export function useScopeOf(path: string, node: string | undefined): FormScope {
  const around = useContext(SurroundingsContext);
  return useMemo(() => {
    const { draft, nodeTypes, sample = {} } = around() ?? {};
    const [root, index] = segmentsOf(path);
    const trigger = root === "triggers" ? draft?.triggers[Number(index)] : undefined;
    const isInNode = draft !== undefined && nodeTypes !== undefined && trigger === undefined && node !== undefined;
    const names = isInNode ? scopeAt({ graph: draft.graph, types: nodeTypes }, node) : scopeOfTrigger(trigger ?? {});
    return { names, sample };
  }, [around, path, node]);
}
