import { createClient, type Client } from "@tempograph/client";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { carryOut, checkAll } from "../apply/carry-out.ts";
import { makePlan } from "../apply/plan.ts";
import { readWorkflowFiles } from "../apply/workflow-file.ts";
import { readContexts, writeContexts } from "../contexts/contexts-file.ts";
import { AppliedKeys } from "../dev/applied-keys.ts";
import { findCheckout } from "../dev/find-checkout.ts";
import { startStackProcess } from "../dev/start-stack-process.ts";
import { watchFolder } from "../dev/watch-folder.ts";
import { errorText } from "../report-error.ts";
import type { Session } from "../session.ts";
import { WrongCall } from "../wrong-call.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
Starts Postgres, Temporal, the API and a worker on this machine, applies the workflows of the folder as \`workflow apply\` does, and applies them again
whenever a file changes; when a file is removed, its workflow is archived. With --pack the worker loads your node packs, and is started anew when one
of their files changes. A file with an error is reported, and what was applied before stays. Data is kept in .tempograph for the next start, and logs
are in .tempograph/logs. The worker reads tempograph.config.json of the working folder.

The stack is the context "dev": in another terminal use \`tempograph --context dev …\`. It is started from a checkout of Tempograph's repository.

Examples:
  tempograph dev workflows
  tempograph dev workflows --pack ./my-nodes --checkout ~/tempograph
`;

export const dev: FriendlyCommand = {
  words: ["dev"],
  summary: "Run everything on this machine with your own workflows and node packs, and reload what changes",
  describe(command, bind) {
    command
      .argument("[folder]", "the folder of workflows", "workflows")
      .option("--pack <folder...>", "folders of node packs")
      .option(
        "--checkout <folder>",
        "the checkout of Tempograph's repository (default: TEMPOGRAPH_CHECKOUT, or the one around you)",
      )
      .option("--data <folder>", "where data is kept", ".tempograph")
      .addHelpText("after", HELP);
    bind(command, async (session, [folder = "workflows"], options) => {
      const { shell, print } = session;
      const {
        pack = [],
        checkout,
        data = ".tempograph",
      } = options as { pack?: readonly string[]; checkout?: string; data?: string };
      for (const one of [folder, ...pack])
        if (!existsSync(one)) throw new WrongCall(`There is no folder ${one}.`, "Make it, or name another.");
      const packs = pack.map((one) => resolve(one));
      const stack = await startStackProcess({
        checkout: findCheckout(checkout ?? shell.env["TEMPOGRAPH_CHECKOUT"], process.cwd()),
        ...{ dataDir: resolve(data), packs, env: shell.env, terminal: shell.terminal },
      });
      try {
        const { apiUrl, token, temporalUi } = stack;
        const { current, contexts } = readContexts(shell);
        writeContexts(shell, { current: current ?? "dev", contexts: { ...contexts, dev: { url: apiUrl, token } } });
        print.entry({ event: "ready", apiUrl, temporalUi }, () => readyText(apiUrl, token, temporalUi));
        const client = createClient({ url: apiUrl, token });
        const keys = new AppliedKeys(resolve(data));
        await applyFolder(session, client, folder, keys);
        watchFolder(folder, shell.signal, () => applyFolder(session, client, folder, keys));
        for (const one of packs)
          watchFolder(one, shell.signal, () => {
            stack.restartWorker();
            print.entry({ event: "reloaded", pack: one }, () => `reloaded   ${one}`);
          });
        const code = await Promise.race([
          stack.ended,
          new Promise<void>((done) => shell.signal.addEventListener("abort", () => done(), { once: true })),
        ]);
        if (code !== undefined && !shell.signal.aborted)
          throw new Error(`The stack has ended by itself (exit code ${code}).`);
      } finally {
        await stack.stop();
      }
    });
  },
};

function readyText(apiUrl: string, token: string, temporalUi: string | null): string {
  const web = temporalUi === null ? "" : `\nTemporal Web UI  ${temporalUi}`;
  return `API              ${apiUrl}\nDashboard        ${apiUrl}/app/ (sign in: tempograph --context dev open)\nGraphiQL         ${apiUrl}/graphiql#token=${token}${web}\n`;
}

/** Applies the folder, and tells what has changed or what is wrong. */
async function applyFolder(
  { shell, print, options }: Session,
  client: Client,
  folder: string,
  keys: AppliedKeys,
): Promise<void> {
  try {
    const files = await readWorkflowFiles([folder]);
    const before = keys.read();
    const steps = await makePlan(client, files, { prune: before });
    await checkAll(client, steps);
    const now = files.map(({ key }) => key);
    // Both until all is done, so that nothing is forgotten if this process dies meanwhile.
    keys.write([...before, ...now]);
    for (const step of steps.filter(({ action }) => action !== "unchanged")) {
      const { key, action, id, version } = await carryOut(client, step);
      print.entry(
        { event: "applied", key, action, id, version },
        () => `${action.padEnd(10)} ${key}${version === null ? "" : ` (version ${version})`}`,
      );
    }
    keys.write(now);
  } catch (error) {
    if (!shell.signal.aborted) shell.err(errorText(error, options.json === true));
  }
}
