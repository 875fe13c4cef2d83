import type { Graph, GraphNode } from "../definition/graph.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";
import type { NodePaths, Outline, OutlineBlock, OutlineFork, OutlineItem, OutlineNode, Wording } from "./outline.ts";
import { arrowOf, scopesOf, type Arrow, type Scopes } from "./scopes.ts";

/**
 * Finds the structure of a normalised graph: sequences, parallel paths, and paths of ports that join again. A path continues
 * as long as all edges to the next node come from it. Nodes and edges without such a structure are printed one by one.
 */
export function outlineGraph<Said extends NodePaths>(graph: Graph, wording: Wording<Said>): Outline<Said> {
  return new Outliner(graph, wording).outline();
}

/** Items, and the edges that lead on from their end. */
interface Stretch<Said extends NodePaths> {
  readonly items: OutlineItem<Said>[];
  readonly open: readonly Arrow[];
}

class Outliner<Said extends NodePaths> {
  readonly #wording: Wording<Said>;
  readonly #graph: Graph;
  readonly #scopes: Scopes;
  readonly #placed = new Set<string>();
  readonly #drawn = new Set<number>();

  constructor(graph: Graph, wording: Wording<Said>) {
    this.#wording = wording;
    this.#graph = graph;
    this.#scopes = scopesOf(graph);
  }

  outline(): Outline<Said> {
    const starts = this.#rootsOf(undefined).filter(({ type }) => descriptorOf(type)?.begins === true);
    const start = starts.length === 1 ? starts[0]! : null;
    if (start !== null) this.#placed.add(start.id);
    const stretch =
      start === null
        ? this.#fromRoots(undefined)
        : this.#follow(this.#outOf(start).filter(({ port }) => port === "out"));
    const block = { ...blockOf(stretch), alive: false };
    block.items.push(...this.#looseNodes(undefined));
    // Nodes in containers that contain each other, or with a duplicate id, have no place in the structure and are printed one by one.
    const { nodes } = this.#scopes;
    const lost = this.#graph.nodes.filter(({ id }) => !nodes.has(id) || !this.#placed.has(id));
    block.items.push(...lost.map((node) => ({ kind: "loose", node, body: null }) as const));
    decideStops(block, false);
    const looseEdges = this.#graph.edges.map(arrowOf).filter(({ index }) => !this.#drawn.has(index));
    return { start, block, looseEdges };
  }

  #outOf(node: GraphNode): readonly Arrow[] {
    return this.#scopes.outgoing.get(node.id) ?? [];
  }

  #rootsOf(scope: string | undefined): GraphNode[] {
    const { children, incoming, undoing } = this.#scopes;
    return (children.get(scope) ?? []).filter(({ id }) => !incoming.has(id) && !undoing.has(id));
  }

  #fromRoots(scope: string | undefined): Stretch<Said> {
    const stretches = this.#rootsOf(scope).map((root): Stretch<Said> => {
      const first = this.#place(root, []);
      const rest = this.#follow(first.open);
      return { items: [...first.items, ...rest.items], open: rest.open };
    });
    const [only] = stretches;
    if (only === undefined || stretches.length === 1) return only ?? { items: [], open: [] };
    const merged = this.#mergePaths(stretches);
    const fork: OutlineFork<Said> = { kind: "fork", paths: merged.map(blockOf) };
    const rest = this.#follow(merged.flatMap(({ open }) => open));
    return { items: [fork, ...rest.items], open: rest.open };
  }

  #scopeBlock(scope: string): OutlineBlock<Said> {
    const block = { ...blockOf(this.#fromRoots(scope)), alive: false };
    block.items.push(...this.#looseNodes(scope));
    return block;
  }

  /** As far as all edges that lead to the next node, or nodes, are among those that are open. */
  #follow(from: readonly Arrow[]): Stretch<Said> {
    const items: OutlineItem<Said>[] = [];
    let open = from;
    for (;;) {
      const targets = [...new Set(open.map(({ target }) => target))];
      const [target] = targets;
      if (target === undefined) return { items, open };
      if (targets.length === 1) {
        if (!this.#leadsAllTo(open, target)) return { items, open };
        const next = this.#place(this.#scopes.nodes.get(target)!, open);
        items.push(...next.items);
        open = next.open;
        continue;
      }
      const paths = this.#fork(open, targets);
      if (paths === null) return { items, open };
      items.push({ kind: "fork", paths: paths.map(blockOf) });
      open = paths.flatMap((path) => path.open);
    }
  }

  #leadsAllTo(open: readonly Arrow[], target: string): boolean {
    const exits = new Set(open.map(({ source, port }) => JSON.stringify([source, port])));
    return (
      exits.size === open.length &&
      this.#scopes.incoming.get(target)?.length === open.length &&
      !this.#placed.has(target) &&
      !this.#scopes.undoing.has(target)
    );
  }

  /** Paths side by side: every exit leads to every target. A target with other ways to it is a path that just goes on. */
  #fork(open: readonly Arrow[], targets: readonly string[]): readonly Stretch<Said>[] | null {
    const exits = new Set(open.map(({ source, port }) => JSON.stringify([source, port])));
    const arrows = new Set(open.map(({ source, port, target }) => JSON.stringify([source, port, target])));
    if (arrows.size < open.length || exits.size * targets.length !== open.length) return null;
    const byTarget = new Map<string, Arrow[]>(targets.map((target) => [target, []]));
    for (const arrow of open) byTarget.get(arrow.target)?.push(arrow);
    const parts = [...byTarget.values()];
    if (!parts.some((part) => this.#leadsAllTo(part, part[0]!.target))) return null;
    return this.#mergePaths(parts.map((part) => this.#follow(part)));
  }

  /** Paths that meet before the others do are one path: side by side inside, then what follows where they met. */
  #mergePaths(paths: readonly Stretch<Said>[]): readonly Stretch<Said>[] {
    for (const groupsOf of [meetingPaths, equalPaths]) {
      const groups = groupsOf(paths);
      const merged = groups.length < 2 ? [] : groups.map((group) => this.#mergeGroup(group));
      if (merged.some((path) => path !== null)) {
        return this.#mergePaths(merged.flatMap((path, index) => path ?? groups[index]!));
      }
    }
    return paths;
  }

  #mergeGroup(group: readonly Stretch<Said>[]): Stretch<Said> | null {
    const rest = group.length < 2 ? null : this.#follow(group.flatMap(({ open }) => open));
    if (rest === null || rest.items.length === 0) return null;
    return { items: [{ kind: "fork", paths: group.map(blockOf) }, ...rest.items], open: rest.open };
  }

  #place(node: GraphNode, arrows: readonly Arrow[]): Stretch<Said> {
    this.#placed.add(node.id);
    for (const { index } of arrows) this.#drawn.add(index);
    const body = this.#scopes.children.has(node.id) ? this.#scopeBlock(node.id) : null;
    const byPort = new Map<string, Arrow[]>();
    for (const arrow of this.#outOf(node)) byPort.set(arrow.port, [...(byPort.get(arrow.port) ?? []), arrow]);
    const said = this.#wording.pathsOf(node, [...byPort.keys()]);
    const compensation = this.#compensationOf(node, said);
    const method = usable(said, byPort, body, compensation);
    const main = method === null ? plainMain(byPort) : method.main;
    const on = new Map<string, OutlineBlock<Said>>();
    const ends: Arrow[] = [];
    for (const port of portOrder(method, byPort)) {
      const path = this.#follow(byPort.get(port) ?? []);
      on.set(port, blockOf(path));
      const beside = method?.paths.find((one) => one.port === port)?.asideOf;
      const isAside = beside !== undefined && on.get(beside)?.alive !== true;
      // Nothing waits for a path aside: edges that lead on from it are said plainly.
      if (!isAside) ends.push(...path.open);
    }
    const itemOf = (used: Said | null): OutlineNode<Said> => {
      const { ports, paths } = used === null ? plainPorts(main, on) : { ports: this.#wording.portsOf(used), paths: on };
      return { kind: "node", node, method: used, ports, on: paths, body, compensation };
    };
    const straight = byPort.get(main ?? "") ?? [];
    if (main === null || ends.length === 0 || sameTargets(straight, ends)) {
      return { items: [itemOf(method)], open: [...straight, ...ends] };
    }
    // The paths meet further on: the main one is a path of its own until there.
    const path = this.#follow(straight);
    on.set(main, blockOf(path));
    return { items: [itemOf(method?.mainPath === undefined ? null : method)], open: [...ends, ...path.open] };
  }

  #compensationOf(node: GraphNode, said: Said | null): GraphNode | null {
    const compensation = this.#scopes.undoing.get(node.settings?.compensate ?? "") ?? null;
    const isUnsayable = said !== null && said.compensable !== true;
    if (compensation === null || isUnsayable || this.#scopes.children.has(node.id)) return null;
    this.#placed.add(compensation.id);
    return compensation;
  }

  #looseNodes(scope: string | undefined): OutlineItem<Said>[] {
    const left = (this.#scopes.children.get(scope) ?? []).filter(({ id }) => !this.#placed.has(id));
    return left.flatMap((node): OutlineItem<Said>[] => {
      // Placed meanwhile: what compensates another one.
      if (this.#placed.has(node.id)) return [];
      this.#placed.add(node.id);
      const body = this.#scopes.children.has(node.id) ? this.#scopeBlock(node.id) : null;
      return [{ kind: "loose", node, body }];
    });
  }
}

function blockOf<Said extends NodePaths>({ items, open }: Stretch<Said>): OutlineBlock<Said> {
  return { items, alive: open.length > 0, stop: false };
}

/** The paths in groups of those that lead to a common node, directly or through others of the group. */
function meetingPaths<Said extends NodePaths>(paths: readonly Stretch<Said>[]): Stretch<Said>[][] {
  const groupOf = new Map<string, Stretch<Said>[]>();
  const groups = new Set<Stretch<Said>[]>();
  for (const path of paths) {
    let group: Stretch<Said>[] | undefined;
    for (const { target } of path.open) {
      const other = groupOf.get(target);
      if (other === undefined || other === group) continue;
      if (group === undefined) {
        group = other;
        continue;
      }
      groups.delete(other);
      group.push(...other);
      for (const member of other) for (const arrow of member.open) groupOf.set(arrow.target, group);
    }
    group ??= [];
    group.push(path);
    for (const { target } of path.open) groupOf.set(target, group);
    groups.add(group);
  }
  return [...groups];
}

/** The paths in groups of those that lead to the very same nodes. */
function equalPaths<Said extends NodePaths>(paths: readonly Stretch<Said>[]): Stretch<Said>[][] {
  const groups = new Map<string, Stretch<Said>[]>();
  for (const path of paths) {
    const targets = JSON.stringify([...new Set(path.open.map(({ target }) => target))].sort());
    groups.set(targets, [...(groups.get(targets) ?? []), path]);
  }
  return [...groups.values()];
}

/** Only a method that has words for every port in use, and for what is in the node. */
function usable<Said extends NodePaths>(
  method: Said | null,
  byPort: ReadonlyMap<string, unknown>,
  body: OutlineBlock<Said> | null,
  compensation: GraphNode | null,
): Said | null {
  if (
    method === null ||
    (compensation !== null && method.compensable !== true) ||
    (body !== null && method.body === "none")
  )
    return null;
  const known = new Set([method.main, ...method.paths.map(({ port }) => port), ...(method.mayFail ? ["error"] : [])]);
  if (![...byPort.keys()].every((port) => known.has(port))) return null;
  const isPaths =
    body === null || body.items.length === 0 || (body.items.length === 1 && body.items[0]?.kind === "fork");
  const isPath = body?.items.every(({ kind }) => kind === "node") === true && body.items.length > 0;
  return method.body === "paths" && !isPaths && !isPath ? null : method;
}

/** The ports with paths of their own, in the order of the code. */
function portOrder<Said extends NodePaths>(method: Said | null, byPort: ReadonlyMap<string, unknown>): string[] {
  const error = byPort.has("error") ? ["error"] : [];
  if (method === null) return [...[...byPort.keys()].filter((port) => port !== "out" && port !== "error"), ...error];
  return [...method.paths.filter(({ port, needed }) => needed || byPort.has(port)).map(({ port }) => port), ...error];
}

/** Paths in an object literal: keys that look like numbers come first in it. That of `error` is an option of its own. */
function plainPorts<Said extends NodePaths>(
  main: string | null,
  on: ReadonlyMap<string, OutlineBlock<Said>>,
): { readonly ports: readonly string[]; readonly paths: ReadonlyMap<string, OutlineBlock<Said>> } {
  const { error, ...named } = Object.fromEntries(on);
  const ports = Object.keys(named).filter((port) => port !== "out");
  return {
    ports: main === "out" || on.has("out") ? ["out", ...ports] : ports,
    paths: new Map([...Object.entries(named), ...(error === undefined ? [] : [["error", error] as const])]),
  };
}

/** A node without a method goes on at `out`, unless it only has other ports. */
function plainMain(byPort: ReadonlyMap<string, unknown>): "out" | null {
  const others = [...byPort.keys()].filter((port) => port !== "out" && port !== "error");
  return byPort.has("out") || others.length === 0 ? "out" : null;
}

function sameTargets(some: readonly Arrow[], others: readonly Arrow[]): boolean {
  const text = (arrows: readonly Arrow[]) => JSON.stringify([...new Set(arrows.map(({ target }) => target))].sort());
  return some.length > 0 && text(some) === text(others);
}

/** A path that nothing comes of has to say so where something follows the paths beside it. */
function decideStops<Said extends NodePaths>(block: OutlineBlock<Said>, followed: boolean): void {
  let isLast = !followed;
  for (const item of block.items.toReversed()) {
    if (item.kind === "loose") {
      if (item.body !== null) decideStops(item.body, false);
      continue;
    }
    const paths = item.kind === "fork" ? item.paths : [...item.on.values()];
    for (const path of paths) decideStops(path, !isLast);
    if (item.kind === "node" && item.body !== null) decideStops(item.body, false);
    isLast = false;
  }
  block.stop = followed && !block.alive;
}
