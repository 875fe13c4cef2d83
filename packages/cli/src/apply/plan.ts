import type { Client, Item } from "@tempograph/client";
import { canonicalJson, diffGraphs, type GraphDiff, type Json, parseGraph, type Trigger } from "@tempograph/graph";
import type { WorkflowFile } from "./workflow-file.ts";

type Stored = Item<"workflows">;

/** What has to be done so that the server has what the files say. */
export type Step =
  | { readonly action: "create"; readonly key: string; readonly file: WorkflowFile }
  | {
      /** `restore` puts an archived workflow back into service first. `publish` changes nothing but what is published. */
      readonly action: "update" | "restore" | "publish" | "unchanged";
      readonly key: string;
      readonly file: WorkflowFile;
      readonly stored: Stored;
      /** Absent if one of the graphs cannot be read. */
      readonly diff: GraphDiff | undefined;
    }
  | { readonly action: "archive"; readonly key: string; readonly stored: Stored };

/** The server's workflows that have a key, by their keys. */
export async function storedByKey(client: Client): Promise<ReadonlyMap<string, Stored>> {
  const found = new Map<string, Stored>();
  for await (const workflow of client.every("workflows", { limit: 200 }))
    if (workflow.key !== null) found.set(workflow.key, workflow);
  return found;
}

/**
 * Compares files with the server. With `prune`, workflows whose key begins with the prefix and that have no file are archived; if it is a
 * set of keys, only these.
 */
export async function makePlan(
  client: Client,
  files: readonly WorkflowFile[],
  { prune, prefix = "" }: { readonly prune: boolean | ReadonlySet<string>; readonly prefix?: string },
): Promise<readonly Step[]> {
  const stored = await storedByKey(client);
  const steps: Step[] = [];
  for (const file of files) {
    const before = stored.get(file.key);
    steps.push(before === undefined ? { action: "create", key: file.key, file } : await compare(client, file, before));
  }
  const wanted = new Set(files.map(({ key }) => key));
  const mayGo = (key: string): boolean => (typeof prune === "boolean" ? prune : prune.has(key));
  const gone = [...stored].filter(
    ([key, { status }]) => status === "active" && key.startsWith(prefix) && !wanted.has(key) && mayGo(key),
  );
  // What goes is archived first: a file that was renamed takes the address that its workflow had under the old key.
  return [...gone.map(([key, one]): Step => ({ action: "archive", key, stored: one })), ...steps];
}

async function compare(client: Client, file: WorkflowFile, stored: Stored): Promise<Step> {
  // A draft may be any object, and a file with errors is refused later: there is then no difference to show.
  const [before, after] = [parseGraph(stored.graph).graph, parseGraph(file.graph).graph];
  const diff =
    before && after
      ? diffGraphs(
          { graph: before, triggers: stored.triggers as readonly Trigger[] },
          { graph: after, triggers: file.triggers },
        )
      : undefined;
  const step = { key: file.key, file, stored, diff };
  if (stored.status === "archived") return { ...step, action: "restore" };
  const same =
    canonicalJson(stored.graph as Json) === canonicalJson(file.graph) &&
    canonicalJson(stored.triggers as Json) === canonicalJson(file.triggers as Json) &&
    stored.name === file.name &&
    stored.description === file.description;
  if (!same) return { ...step, action: "update" };
  if (stored.publishedVersion === null) return { ...step, action: "publish" };
  // Somebody may have saved this content as a draft and not published it.
  const { identical } = await client.workflowDiff({ id: stored.id });
  return { ...step, action: identical ? "unchanged" : "publish" };
}
