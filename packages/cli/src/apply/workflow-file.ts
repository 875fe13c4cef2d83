import { isObject, parseTriggers, type Json, type JsonObject, type Problem, type Trigger } from "@tempograph/graph";
import { readdirSync } from "node:fs";
import { extname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { parseJson, readText, unreadable } from "../operations/read-value.ts";
import { WrongCall } from "../wrong-call.ts";

/** A workflow as a file describes it. */
export interface WorkflowFile {
  readonly file: string;
  /** The key that names the workflow on the server. */
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly graph: JsonObject;
  readonly triggers: readonly Trigger[];
  /** Why triggers cannot be read. They are told together with everything else that is wrong with the files. */
  readonly problems: readonly Problem[];
}

const MODULES = [".js", ".mjs", ".ts", ".mts"];

/**
 * The workflows that files and folders describe, ordered by key. A file is JSON (a graph, or `{ key?, name?, description?, graph, triggers?,
 * settings? }`), or a module that exports one workflow of `@tempograph/builder`. The key is the file's path in the folder, unless the
 * file names another. Modules are code of the person who calls, and are run.
 */
export async function readWorkflowFiles(paths: readonly string[], prefix = ""): Promise<readonly WorkflowFile[]> {
  const found: WorkflowFile[] = [];
  for (const path of paths) {
    for (const file of filesOf(path)) {
      const inFolder = relative(resolve(path), resolve(file)) || file.slice(file.lastIndexOf(sep) + 1);
      const own = inFolder.slice(0, -extname(inFolder).length).replaceAll(sep, "/");
      found.push(readWorkflow(file, await contentOf(file), own, prefix));
    }
  }
  const files = new Map<string, string>();
  for (const { key, file } of found) {
    const other = files.get(key);
    if (other !== undefined)
      throw new WrongCall(`${other} and ${file} have the same key ${key}.`, "Give one of them another `key`.");
    files.set(key, file);
  }
  return found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The files of a folder, and of the folders in it, that describe workflows. */
function filesOf(path: string): readonly string[] {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [path];
    throw unreadable(path, error);
  }
  return entries.flatMap((entry) => {
    const { name } = entry;
    if (name.startsWith(".") || name === "node_modules") return [];
    if (entry.isDirectory()) return filesOf(join(path, name));
    const known =
      extname(name) === ".json" || (MODULES.includes(extname(name)) && !/\.(d|test|spec)\.m?[jt]s$/.test(name));
    return known && !/^(package(-lock)?|tsconfig.*)\.json$/.test(name) ? [join(path, name)] : [];
  });
}

async function contentOf(file: string): Promise<unknown> {
  if (!MODULES.includes(extname(file))) return parseJson(file, readText(file));
  // A changed module is loaded anew by a program that runs on, such as `tempograph dev`.
  const url = `${pathToFileURL(resolve(file)).href}?${process.hrtime.bigint()}`;
  const exported = await import(url).catch((error: unknown) => {
    const hint = /\.m?ts$/.test(file)
      ? "Node.js runs TypeScript itself from version 22.18 on. For an older one compile the file."
      : undefined;
    throw new WrongCall(`${file} cannot be loaded: ${(error as Error).message}`, hint);
  });
  const workflows = [...new Set(Object.values(exported as object))].filter(
    (one) => isObject(one as Json) && "graph" in (one as object),
  );
  if (workflows.length === 1) return workflows[0];
  throw new WrongCall(
    `${file} exports ${workflows.length} workflows.`,
    "Export one workflow per file: what `.build()` returns.",
  );
}

function readWorkflow(file: string, content: unknown, ownKey: string, prefix: string): WorkflowFile {
  const wrong = (what: string, hint?: string): never => {
    throw new WrongCall(`${file}: ${what}`, hint);
  };
  if (!isObject(content as Json)) return wrong("This is not a workflow.", "A workflow is an object with a graph.");
  const fields = content as JsonObject;
  const bare = fields["nodes"] !== undefined;
  const text = (name: string): string | undefined => {
    const value = bare ? undefined : fields[name];
    return value === undefined || value === null
      ? undefined
      : typeof value === "string"
        ? value
        : wrong(`\`${name}\` is not a text.`);
  };
  const graph = bare ? fields : fields["graph"];
  if (!isObject(graph))
    return wrong("There is no `graph`.", "Write { graph, triggers?, name?, key? }, or the graph alone.");
  if (!bare) {
    const known = ["key", "name", "description", "graph", "triggers", "trigger", "settings", "$schema"];
    const unknown = Object.keys(fields).find((name) => !known.includes(name));
    if (unknown !== undefined) wrong(`There is no field \`${unknown}\`.`, `Use ${known.slice(0, -1).join(", ")}.`);
  }
  const { triggers, problems } = parseTriggers(bare ? [] : (fields["triggers"] ?? fields["trigger"] ?? []));
  const settings = bare ? undefined : fields["settings"];
  const key = `${prefix}${text("key") ?? ownKey}`;
  return {
    ...{ file, key, name: text("name") ?? key, description: text("description") ?? null },
    graph: isObject(settings)
      ? { ...graph, settings: { ...(graph["settings"] as JsonObject | undefined), ...settings } }
      : graph,
    ...{ triggers, problems: problems.filter(({ severity }) => severity === "error") },
  };
}
