import { createClient } from "@tempograph/client";
import { readContexts, writeContexts, type Context } from "../contexts/contexts-file.ts";
import { checkUrl } from "../contexts/target.ts";
import { readText } from "../operations/read-value.ts";
import type { Session } from "../session.ts";
import { WrongCall } from "../wrong-call.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
The token is read from --token-file, else from TEMPOGRAPH_TOKEN, else it is asked for. It is stored in a file that only you can read
($XDG_CONFIG_HOME/tempograph/contexts.json), and sent to this server only.

Examples:
  tempograph login --url http://127.0.0.1:4000 --token-file ~/.tempograph/token
  tempograph login production --url https://tempograph.example.com
`;

export const login: FriendlyCommand = {
  words: ["login"],
  summary: "Store a server and a token as a context, and use it from now on",
  describe(command, bind) {
    command.argument("[name]", "the name of the context", "default");
    command.option("--token-file <file>", "a file that contains the token");
    command.addHelpText("after", HELP);
    bind(command, async (session, [name = "default"], { tokenFile }) => {
      const { shell, options, print } = session;
      const before = readContexts(shell);
      const known = Object.hasOwn(before.contexts, name) ? before.contexts[name] : undefined;
      const url = checkUrl(options.url ?? shell.env["TEMPOGRAPH_URL"] ?? known?.url ?? (await askUrl(session)));
      const context: Context = {
        url,
        token: await readToken(session, tokenFile as string | undefined),
        ...(options.project !== undefined && { project: options.project }),
      };
      const caller = await createClient(context).viewer({}, { signal: shell.signal });
      writeContexts(shell, { current: name, contexts: { ...before.contexts, [name]: context } });
      print.result({ context: name, url, ...caller }, () => {
        return `Logged in to ${url} as ${caller.name} (${caller.roles.join(", ")}), project ${caller.project}. Context: ${name}\n`;
      });
    });
  },
};

async function askUrl({ shell }: Session): Promise<string> {
  const url = await shell.ask("URL of the API: ");
  if (url === undefined) throw new WrongCall("--url is missing.", "Name the server: --url http://127.0.0.1:4000");
  return url.trim();
}

async function readToken({ shell }: Session, file: string | undefined): Promise<string> {
  const given =
    file === undefined ? shell.env["TEMPOGRAPH_TOKEN"] || (await shell.ask("Token: ", true)) : readText(file);
  const token = given?.trim();
  if (!token) throw new WrongCall("There is no token.", "Name its file with --token-file, or set TEMPOGRAPH_TOKEN.");
  return token;
}
