import { contextNamed, readContexts, writeContexts } from "../contexts/contexts-file.ts";
import { table } from "../output/table.ts";
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
    command
      .argument("<name>", "the name of the context")
      .addHelpText("after", "\nExample:\n  tempograph context use staging\n");
    bind(command, ({ shell, print }, [name = ""]) => {
      const known = readContexts(shell);
      const { url } = contextNamed(known, name);
      writeContexts(shell, { ...known, current: name });
      print.result({ current: name }, () => `Using ${name} (${url}).\n`);
    });
  },
};

export const contextRemove: FriendlyCommand = {
  words: ["context", "remove"],
  summary: "Forget a server and its token",
  describe(command, bind) {
    command
      .argument("<name>", "the name of the context")
      .addHelpText("after", "\nExample:\n  tempograph context remove staging\n");
    bind(command, ({ shell, print }, [name = ""]) => {
      const known = readContexts(shell);
      contextNamed(known, name);
      const { current, contexts } = known;
      const { [name]: _, ...others } = contexts;
      writeContexts(shell, { current: current === name ? undefined : current, contexts: others });
      print.result({ removed: name }, () => `Removed ${name}.\n`);
    });
  },
};
