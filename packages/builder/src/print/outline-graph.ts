import { descriptorOf, type Graph, type GraphNode } from "@tempograph/graph";
import type { Method } from "./method.ts";
import { methodOf } from "./method-of.ts";
import type { Outline, OutlineBlock, OutlineFork, OutlineItem, OutlineNode } from "./outline.ts";
import { arrowOf, scopesOf, type Arrow, type Scopes } from "./scopes.ts";

/**
 * Finds the structure of a normalised graph: sequences, parallel paths, and paths of ports that join again. A path continues
 * as long as all edges to the next node come from it. Nodes and edges without such a structure are printed one by one.
 */
export function outlineGraph(graph: Graph): Outline {
  return new Outliner(graph).outline();
}

/** Items, and the edges that lead on from their end. */
interface Stretch {
  readonly items: OutlineItem[];
  readonly open: readonly Arrow[];
}

class Outliner {
  readonly #graph: Graph;
  readonly #scopes: Scopes;
  readonly #placed = new Set<string>();
  readonly #drawn = new Set<number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#scopes = scopesOf(graph);
  }

  outline(): Outline {
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

  #fromRoots(scope: string | undefined): Stretch {
    const stretches = this.#rootsOf(scope).map((root): Stretch => {
      const first = this.#place(root, []);
      const rest = this.#follow(first.open);
      return { items: [...first.items, ...rest.items], open: rest.open };
    });
    const [only] = stretches;
    if (only === undefined || stretches.length === 1) return only ?? { items: [], open: [] };
    const merged = this.#mergePaths(stretches);
    const fork: OutlineFork = { kind: "fork", paths: merged.map(blockOf) };
    const rest = this.#follow(merged.flatMap(({ open }) => open));
    return { items: [fork, ...rest.items], open: rest.open };
  }

  #scopeBlock(scope: string): OutlineBlock {
    const block = { ...blockOf(this.#fromRoots(scope)), alive: false };
    block.items.push(...this.#looseNodes(scope));
    return block;
  }

  /** As far as all edges that lead to the next node, or nodes, are among those that are open. */
  #follow(from: readonly Arrow[]): Stretch {
    const items: OutlineItem[] = [];
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
  #fork(open: readonly Arrow[], targets: readonly string[]): readonly Stretch[] | null {
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
  #mergePaths(paths: readonly Stretch[]): readonly Stretch[] {
    for (const groupsOf of [meetingPaths, equalPaths]) {
      const groups = groupsOf(paths);
      const merged = groups.length < 2 ? [] : groups.map((group) => this.#mergeGroup(group));
      if (merged.some((path) => path !== null)) {
        return this.#mergePaths(merged.flatMap((path, index) => path ?? groups[index]!));
      }
    }
    return paths;
  }

  #mergeGroup(group: readonly Stretch[]): Stretch | null {
    const rest = group.length < 2 ? null : this.#follow(group.flatMap(({ open }) => open));
    if (rest === null || rest.items.length === 0) return null;
    return { items: [{ kind: "fork", paths: group.map(blockOf) }, ...rest.items], open: rest.open };
  }

  #place(node: GraphNode, arrows: readonly Arrow[]): Stretch {
    this.#placed.add(node.id);
    for (const { index } of arrows) this.#drawn.add(index);
    const compensation = this.#compensationOf(node);
    const body = this.#scopes.children.has(node.id) ? this.#scopeBlock(node.id) : null;
    const byPort = new Map<string, Arrow[]>();
    for (const arrow of this.#outOf(node)) byPort.set(arrow.port, [...(byPort.get(arrow.port) ?? []), arrow]);
    const method = usable(methodOf(node), byPort, body, compensation);
    const main = method === null ? plainMain(byPort) : method.main;
    const on = new Map<string, OutlineBlock>();
    const ends: Arrow[] = [];
    for (const port of portOrder(method, byPort)) {
      const path = this.#follow(byPort.get(port) ?? []);
      on.set(port, blockOf(path));
      const beside = method?.paths.find((one) => one.port === port)?.asideOf;
      const isAside = beside !== undefined && on.get(beside)?.alive !== true;
      // Nothing waits for a path aside: edges that lead on from it are said plainly.
      if (!isAside) ends.push(...path.open);
    }
    const itemOf = (said: Method | null): OutlineNode => {
      const { ports, paths } = said === null ? plainPorts(main, on) : { ports: portsOfMethod(said), paths: on };
      return { kind: "node", node, method: said, ports, on: paths, body, compensation };
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

  #compensationOf(node: GraphNode): GraphNode | null {
    const compensation = this.#scopes.undoing.get(node.settings?.compensate ?? "") ?? null;
    if (compensation === null || methodOf(node) !== null || this.#scopes.children.has(node.id)) return null;
    this.#placed.add(compensation.id);
    return compensation;
  }

  #looseNodes(scope: string | undefined): OutlineItem[] {
    const left = (this.#scopes.children.get(scope) ?? []).filter(({ id }) => !this.#placed.has(id));
    return left.flatMap((node): OutlineItem[] => {
      // Placed meanwhile: what compensates another one.
      if (this.#placed.has(node.id)) return [];
      this.#placed.add(node.id);
      const body = this.#scopes.children.has(node.id) ? this.#scopeBlock(node.id) : null;
      return [{ kind: "loose", node, body }];
    });
  }
}

function blockOf({ items, open }: Stretch): OutlineBlock {
  return { items, alive: open.length > 0, stop: false };
}

/** The paths in groups of those that lead to a common node, directly or through others of the group. */
function meetingPaths(paths: readonly Stretch[]): Stretch[][] {
  const groupOf = new Map<string, Stretch[]>();
  const groups = new Set<Stretch[]>();
  for (const path of paths) {
    let group: Stretch[] | undefined;
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
function equalPaths(paths: readonly Stretch[]): Stretch[][] {
  const groups = new Map<string, Stretch[]>();
  for (const path of paths) {
    const targets = JSON.stringify([...new Set(path.open.map(({ target }) => target))].sort());
    groups.set(targets, [...(groups.get(targets) ?? []), path]);
  }
  return [...groups.values()];
}

/** Only a method that has words for every port in use, and for what is in the node. */
function usable(
  method: Method | null,
  byPort: ReadonlyMap<string, unknown>,
  body: OutlineBlock | null,
  compensation: GraphNode | null,
): Method | null {
  if (method === null || compensation !== null || (body !== null && method.body === "none")) return null;
  const known = new Set([method.main, ...method.paths.map(({ port }) => port), ...(method.mayFail ? ["error"] : [])]);
  if (![...byPort.keys()].every((port) => known.has(port))) return null;
  const isPaths =
    body === null || body.items.length === 0 || (body.items.length === 1 && body.items[0]?.kind === "fork");
  const isPath = body?.items.every(({ kind }) => kind === "node") === true && body.items.length > 0;
  return method.body === "paths" && !isPaths && !isPath ? null : method;
}

/** The ports with paths of their own, in the order of the code. */
function portOrder(method: Method | null, byPort: ReadonlyMap<string, unknown>): string[] {
  const error = byPort.has("error") ? ["error"] : [];
  if (method === null) return [...[...byPort.keys()].filter((port) => port !== "out" && port !== "error"), ...error];
  return [...method.paths.filter(({ port, needed }) => needed || byPort.has(port)).map(({ port }) => port), ...error];
}

/** The ports that the sequence goes on from by themselves. */
function portsOfMethod(method: Method): readonly string[] {
  if (method.name === "approval") return ["approved", "rejected"];
  const paths = method.paths.filter(({ as }) => as === "case" || as === "argument").map(({ port }) => port);
  return method.main === null ? paths : [...paths, method.main];
}

/** Paths in an object literal: keys that look like numbers come first in it. That of `error` is an option of its own. */
function plainPorts(
  main: string | null,
  on: ReadonlyMap<string, OutlineBlock>,
): { readonly ports: readonly string[]; readonly paths: ReadonlyMap<string, OutlineBlock> } {
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
function decideStops(block: OutlineBlock, followed: boolean): void {
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
