import type { Definition } from "../definition/definition.ts";
import { descriptorOf, isContainer } from "../interpret/constructs/index.ts";

/** The scope of each node, by indices of the definition's nodes. */
export interface Division {
  /** All scopes, the top level first. `members` are in the graph's order. */
  readonly scopes: readonly { readonly owner: number | null; readonly members: readonly number[] }[];
  /** For each node, its scope and its position there. */
  readonly placeOf: readonly { readonly scope: number; readonly local: number }[];
  /** For each node, the scopes inside it. Only containers have any. */
  readonly inside: readonly (readonly number[])[];
}

/** Divides a graph into scopes: one for the top level, one for each container, and one for each branch of a race (rule 6). */
export function divide(definition: Definition): Division {
  const { nodes } = definition;
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]));
  const containerOf = nodes.map(({ parentId }) => {
    const parent = parentId === undefined ? undefined : indexOf.get(parentId);
    return parent !== undefined && isContainer(nodes[parent]!.type) ? parent : -1;
  });
  const members = new Map<number, number[]>([[-1, []]]);
  for (const [index, node] of nodes.entries()) if (isContainer(node.type)) members.set(index, []);
  for (const [index, container] of containerOf.entries()) members.get(container)!.push(index);

  const scopes: { owner: number | null; members: readonly number[] }[] = [];
  const inside: number[][] = nodes.map(() => []);
  const placeOf = nodes.map(() => ({ scope: 0, local: 0 }));
  for (const [container, list] of members) {
    const { scopes: per } = descriptorOf(nodes[container]?.type ?? "")?.container ?? { scopes: "one" };
    const branches = per === "perBranch" ? components(definition, list) : [list];
    for (const branch of branches) {
      const scope = scopes.length;
      scopes.push({ owner: container === -1 ? null : container, members: branch });
      if (container !== -1) inside[container]!.push(scope);
      for (const [local, index] of branch.entries()) placeOf[index] = { scope, local };
    }
  }
  return { scopes, placeOf, inside };
}

/** The connected components of the nodes, in the graph's order. A node and its compensation belong to the same component. */
function components({ nodes, edges }: Definition, list: readonly number[]): readonly (readonly number[])[] {
  const leader = new Map(list.map((index) => [nodes[index]!.id, nodes[index]!.id]));
  const find = (id: string): string => {
    let at = id;
    while (leader.get(at) !== at) at = leader.get(at)!;
    for (let next = id; next !== at;) {
      const up = leader.get(next)!;
      leader.set(next, at);
      next = up;
    }
    return at;
  };
  const join = (a: string, b: string | undefined): void => {
    if (b !== undefined && leader.has(a) && leader.has(b)) leader.set(find(b), find(a));
  };
  for (const { source, target } of edges) join(source, target);
  for (const index of list) join(nodes[index]!.id, nodes[index]!.compensate);
  const found = new Map<string, number[]>();
  for (const index of list) {
    const key = find(nodes[index]!.id);
    const group = found.get(key);
    if (group === undefined) found.set(key, [index]);
    else group.push(index);
  }
  return [...found.values()];
}
