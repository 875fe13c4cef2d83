import { Option, type Command } from "commander";
import type { GlobalOptions } from "./contexts/target.ts";
import { WrongCall } from "./wrong-call.ts";

const GROUP = "Options of all commands:";
const options = () => [
  new Option("--json", "print one JSON document, or one line of JSON per entry of a stream"),
  new Option("--context <name>", "the server of this context (see `tempograph context list`)"),
  new Option("--url <url>", "the server's URL; its token is TEMPOGRAPH_TOKEN"),
  new Option("--project <id>", "the project to work in; for the owner's token"),
  new Option("--timeout <seconds>", "give up after this long without an answer (default: 30)").argParser((text) => {
    const seconds = Number(text);
    if (seconds > 0 && seconds <= 86_400) return seconds;
    throw new WrongCall(`--timeout has to be a number of seconds, at most 86400, not ${JSON.stringify(text)}.`);
  }),
];

/** The names of options that no field of an operation can have. */
export const GLOBAL_OPTIONS: ReadonlySet<string> = new Set([
  ...options().map((one) => one.attributeName()),
  "help",
  "input",
  "all",
]);

/** Lets a command take the options that all commands take. */
export function withGlobalOptions(command: Command): Command {
  for (const option of options()) command.addOption(option.helpGroup(GROUP));
  return command.helpOption("-h, --help", "show this text");
}

/** The options that the command was called with, of which some may stand before its name: `tempograph --json workflow list`. */
export function globalOptions(command: Command): GlobalOptions {
  const given = [...lineage(command)].reverse().map((one) => one.opts<GlobalOptions>());
  return Object.assign(
    {},
    ...given.map((one) => Object.fromEntries(Object.entries(one).filter(([, v]) => v !== undefined))),
  ) as GlobalOptions;
}

function* lineage(command: Command): Generator<Command> {
  for (let at: Command | null = command; at !== null; at = at.parent) yield at;
}
