import type {
  GraphNode,
  OutlineBlock as AnyBlock,
  OutlineItem as AnyItem,
  OutlineNode as AnyNode,
} from "@tempograph/graph";
import { call, type Doc } from "./doc.ts";
import { literal, record } from "./literal.ts";
import type { Method, MethodPath } from "./method.ts";

/** Types that `.step` knows by name, and that end on `out` alone. */
const KNOWN_BY_NAME: ReadonlySet<string> = new Set(["http_call", "send_notification", "log"]);

type OutlineBlock = AnyBlock<Method>;
type OutlineItem = AnyItem<Method>;
type OutlineNode = AnyNode<Method>;
type Fields = (readonly [name: string, value: Doc])[];

/** The calls of a chain. `scope` is the container that it is in. */
export function callsOf(block: OutlineBlock, scope?: string): Doc[] {
  const calls = block.items.map((item) => callOf(item, scope));
  return block.stop && !isClosed(block) ? [...calls, ".stop()"] : calls;
}

/** `end` and `fail` say themselves that nothing follows. */
function isClosed({ items }: OutlineBlock): boolean {
  const last = items.at(-1);
  return last?.kind === "node" && (last.method?.name === "end" || last.method?.name === "fail");
}

function callOf(item: OutlineItem, scope: string | undefined): Doc {
  switch (item.kind) {
    case "fork":
      return call(".parallel", [list(item.paths.map((path) => pathCode(path, scope)))]);
    case "loose": {
      const { parentId, ...rest } = item.node;
      const node = literal(parentId === scope ? rest : item.node);
      return call(".node", item.body === null ? [node] : [node, pathCode(item.body, item.node.id)]);
    }
    case "node":
      return item.method === null ? plainCall(item, scope) : methodCall(item, item.method, scope);
  }
}

function pathCode(block: OutlineBlock, scope: string | undefined): Doc {
  const calls = callsOf(block, scope);
  return calls.length === 0 ? "(path) => path" : ["(path) => ", { head: "path", calls }];
}

function plainCall({ node, ports, on, body, compensation }: OutlineNode, scope: string | undefined): Doc {
  const named = [...on].filter(([port]) => port !== "error");
  const options: Fields = commonOptions(node, compensation !== null);
  if (named.length > 0) options.push(["on", record(named.map(([port, path]) => [port, pathCode(path, scope)]))]);
  if (compensation !== null) options.push(["compensate", ["() => ", compensationCall(compensation)]]);
  const error = on.get("error");
  if (error !== undefined) options.push(["onFailure", pathCode(error, scope)]);
  const args = [literal(node.id), typeCode(node.type, ports), literal(node.data)];
  if (body !== null) args.push(pathCode(body, node.id));
  return call(body === null ? ".step" : ".container", withOptions(args, options));
}

function compensationCall(compensation: GraphNode): Doc {
  const args = [literal(compensation.id), typeCode(compensation.type, ["out"]), literal(compensation.data)];
  return call("compensate", withOptions(args, commonOptions(compensation, false)));
}

function typeCode(type: string, ports: readonly string[]): Doc {
  const isPlain = ports.length === 1 && ports[0] === "out";
  if (isPlain && KNOWN_BY_NAME.has(type)) return literal(type);
  return call("nodeType", isPlain ? [literal(type)] : [literal(type), literal(ports)]);
}

function methodCall({ node, on, body }: OutlineNode, method: Method, scope: string | undefined): Doc {
  const options: Fields = method.idFirst ? [] : [["id", literal(node.id)]];
  options.push(...commonOptions(node, false), ...method.options);
  const args: Doc[] = [...(method.idFirst ? [literal(node.id)] : []), ...method.before];
  if (method.body !== "none") args.push(bodyCode(body, method, node.id));
  const cases: Doc[] = [];
  for (const path of [...method.paths, ...(method.mainPath === undefined ? [] : [method.mainPath])]) {
    const block = on.get(path.port);
    if (block === undefined) continue;
    const code = pathCode(block, scope);
    if (path.as === "argument") args.push(code);
    else if (path.as === "case") cases.push(caseCall(path, code));
    else options.push([path.as.option, code]);
  }
  const error = on.get("error");
  if (error !== undefined) options.push(["onFailure", pathCode(error, scope)]);
  if (cases.length > 0) args.push(["(cases) => ", { head: "cases", calls: cases }]);
  // What stands behind the second path of `.if`.
  if (method.name === "if" && args.length === 2) args.push("undefined");
  return call(`.${method.name}`, withOptions(args, options));
}

function bodyCode(body: OutlineBlock | null, method: Method, scope: string): Doc {
  if (method.body === "one") return body === null ? "(path) => path" : pathCode(body, scope);
  const [first] = body?.items ?? [];
  if (body === null || first === undefined) return "[]";
  const paths = first.kind === "fork" ? first.paths : [body];
  return list(paths.map((path) => pathCode(path, scope)));
}

function caseCall({ caseName, before = [], after = [] }: MethodPath, path: Doc): Doc {
  return call(`.${caseName ?? "when"}`, [...before, path, ...after]);
}

/** Label, settings and further keys; not the settings that say by what it is compensated where the code says the compensating step. */
function commonOptions(node: GraphNode, undone: boolean): Fields {
  const { id: _id, type: _type, data: _data, parentId: _parent, label, settings, ...extra } = node;
  const { compensate: _undo, ...others } = settings ?? {};
  const said = undone ? others : settings;
  const isSaid = said !== undefined && !(undone && Object.keys(others).length === 0);
  return [
    ...(label === undefined ? [] : [["label", literal(label)] as const]),
    ...(isSaid ? [["settings", literal(said)] as const] : []),
    ...(Object.keys(extra).length === 0 ? [] : [["extra", literal(extra)] as const]),
  ];
}

function withOptions(args: readonly Doc[], options: Fields): Doc[] {
  return options.length === 0 ? [...args] : [...args, record(options)];
}

function list(items: readonly Doc[]): Doc {
  return { open: "[", items, close: "]" };
}
