import completion from "@bomb.sh/tab/commander";
import { operationDescriptions } from "@tempograph/client/descriptions";
import { Command, CommanderError } from "commander";
import { friendlyCommands } from "./commands/friendly-commands.ts";
import { exitCodeOf, INTERRUPTED, OK, WRONG_CALL } from "./exit-code.ts";
import { globalOptions, withGlobalOptions } from "./global-options.ts";
import { commandWords } from "./operations/command-name.ts";
import { describeCommand, type Bind } from "./operations/operation-command.ts";
import { errorText } from "./report-error.ts";
import { createSession } from "./session.ts";
import type { Shell } from "./shell.ts";
import { VERSION } from "./version.ts";

const INTRODUCTION = `The command line of Tempograph.

Every operation of the API is a command, whose help describes its input. A value in JSON is given as it is, as @file.json, or as - for stdin.
Results go to stdout, everything else to stderr.`;

const EXAMPLES = `
Examples:
  tempograph login --url http://127.0.0.1:4000          store a server and its token as a context
  tempograph event send lead.created --data '{"score": 90}'
  tempograph execution list --status failed --json
  tempograph execution watch exe_…
  source <(tempograph completion bash)                  completion of commands and options

Exit codes:
  0 done · 1 unexpected error · 2 wrong call · 3 invalid input · 4 not found · 5 conflict
  6 not allowed · 7 not available now · 8 what was looked at is not good · 130 interrupted
`;

/** Runs the command line once and returns its exit code. */
export async function runCli(argv: readonly string[], shell: Shell): Promise<number> {
  let exitCode = OK;
  let json = false;
  const bind: Bind = (command, action) => {
    withGlobalOptions(command).action(async (...given: unknown[]) => {
      const options = globalOptions(command);
      json = options.json === true;
      const args = given.slice(0, -2).flat() as string[];
      await action(
        createSession(shell, options, (code) => (exitCode = code)),
        args,
        command.opts(),
      );
    });
  };
  const program = makeProgram(shell, bind);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has told on stderr what is wrong, or has printed the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : WRONG_CALL;
    if (shell.signal.aborted) return INTERRUPTED;
    shell.err(errorText(error, json || argv.includes("--json")));
    return exitCodeOf(error);
  }
}

/** The commands of all operations, and those that are made for people, which replace an operation's command of the same name. */
export function makeProgram(shell: Shell, bind: Bind): Command {
  const program = new Command("tempograph")
    .description(INTRODUCTION)
    .version(VERSION, "-V, --version", "show the version")
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: shell.out, writeErr: shell.err })
    .exitOverride()
    .addHelpText("after", EXAMPLES);
  withGlobalOptions(program);
  for (const { words, summary, describe } of friendlyCommands) describe(commandAt(program, words, summary), bind);
  for (const [name, operation] of Object.entries(operationDescriptions)) {
    const words = commandWords(name);
    if (!hasCommand(program, words)) describeCommand(commandAt(program, words), name, operation, bind);
  }
  completion(program, { completionCommandName: "completion" });
  return program;
}

function hasCommand(program: Command, words: readonly string[]): boolean {
  let at: Command | undefined = program;
  for (const word of words) at = at?.commands.find((one) => one.name() === word);
  return at !== undefined;
}

/** The command with these words. Groups on the way are made if they are missing. */
function commandAt(program: Command, words: readonly string[], summary?: string): Command {
  let at = program;
  for (const [index, word] of words.entries()) {
    const known = at.commands.find((one) => one.name() === word);
    const last = index === words.length - 1;
    at =
      known ?? at.command(word).description(last ? (summary ?? "") : `Commands about ${GROUPS[word] ?? `${word}s`}.`);
  }
  return at;
}

/** What the commands of a group are about, where it is not the plural of the word. */
const GROUPS: Readonly<Record<string, string>> = {
  allowed: "what the caller may do",
  approvals: "lists of approvals",
  audit: "the audit log",
  bulk: "operations on many executions at once",
  database: "triggers that follow databases",
  executions: "lists of executions",
  expression: "the expressions of graphs",
  node: "types of nodes",
  payloads: "payloads as Temporal has them",
  sessions: "sessions of people who have signed in",
  source: "sources that triggers poll",
  state: "what executions remember",
  trigger: "kinds of triggers",
};
