import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Item } from "@tempograph/client";
import { table } from "../output/table.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
Writes each active workflow with a key into <folder>/<key>.json, as \`workflow apply\` reads it. With --set-keys a workflow without a key gets one on
the server, made of its name, so that the file is its own from now on. Drafts are exported, also when they are not published.

Example:
  tempograph workflow export workflows --set-keys
`;

export const workflowExport: FriendlyCommand = {
  words: ["workflow", "export"],
  summary: "Write workflows into files that `workflow apply` reads",
  describe(command, bind) {
    command
      .argument("<folder>", "the folder; files in it are overwritten")
      .option("--set-keys", "give workflows without a key one")
      .addHelpText("after", HELP);
    bind(command, async (session, [folder = "."], { setKeys }) => {
      const client = session.client();
      const all: Item<"workflows">[] = [];
      for await (const one of client.every("workflows", { archived: false, limit: 200 })) all.push(one);
      const taken = new Set(all.map(({ key }) => key));
      const written: { key: string; file: string; id: string }[] = [];
      const left: string[] = [];
      for (const one of all) {
        const key = one.key ?? (setKeys === true ? newKey(one.name, taken) : undefined);
        if (key === undefined) {
          left.push(one.id);
          continue;
        }
        const { id, draftRevision } = one;
        if (one.key === null) await client.workflowSaveDraft({ id, draftRevision, key, publish: false });
        const file = join(folder, `${key}.json`);
        mkdirSync(dirname(file), { recursive: true });
        const { name, description, graph, triggers } = one;
        writeFileSync(
          file,
          `${JSON.stringify({ name, ...(description !== null && { description }), triggers, graph }, null, 2)}\n`,
        );
        written.push({ key, file, id });
      }
      session.print.result({ written, withoutKey: left }, () => table(written, ["key", "file", "id"]));
      if (left.length > 0)
        session.print.note(`${left.length} workflows have no key and were left out. --set-keys gives them one.`);
    });
  },
};

/** A key that is free, made of a name: `Hot leads!` is `hot-leads`. */
function newKey(name: string, taken: Set<string | null>): string {
  const base =
    name
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 80)
      .replace(/-$/, "") || "workflow";
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}-${n}`;
    if (taken.has(key)) continue;
    taken.add(key);
    return key;
  }
}
