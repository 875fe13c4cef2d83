import { readContexts, writeContexts } from "../contexts/contexts-file.ts";
import { table } from "../output/table.ts";
import type { Shell } from "../shell.ts";
import { WrongCall } from "../wrong-call.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

export const contextList: FriendlyCommand = {
  words: ["context", "list"],
  summary: "List the servers that you have logged in to",
  describe(command, bind) {
    bind(command, ({ shell, print }) => {
      const { current, contexts } = readContexts(shell);
      // Tokens are not shown.
      const rows = Object.entries(contexts).map(([name, { url, project }]) => ({
        ...{ name, url, project: project ?? null, current: name === current },
      }));
      print.result(rows, () => table(rows, ["name", "url", "project", "current"]));
    });
  },
};

export const contextUse: FriendlyCommand = {
  words: ["context", "use"],
  summary: "Use another server from now on",
  describe(command, bind) {
    command.argument("<name>", "the name of the context");
    bind(command, ({ shell, print }, [name = ""]) => {
      const { contexts } = existing(shell, name);
      writeContexts(shell, { current: name, contexts });
      print.result({ current: name }, () => `Using ${name} (${contexts[name]!.url}).\n`);
    });
  },
};

export const contextRemove: FriendlyCommand = {
  words: ["context", "remove"],
  summary: "Forget a server and its token",
  describe(command, bind) {
    command.argument("<name>", "the name of the context");
    bind(command, ({ shell, print }, [name = ""]) => {
      const { current, contexts } = existing(shell, name);
      const { [name]: _, ...others } = contexts;
      writeContexts(shell, { current: current === name ? undefined : current, contexts: others });
      print.result({ removed: name }, () => `Removed ${name}.\n`);
    });
  },
};

function existing(shell: Shell, name: string) {
  const found = readContexts(shell);
  if (Object.hasOwn(found.contexts, name)) return found;
  throw new WrongCall(
    `There is no context ${JSON.stringify(name)}.`,
    "`tempograph context list` shows those that there are.",
  );
}
