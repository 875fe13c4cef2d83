import { type Client, type OperationName } from "@tempograph/client";
import type { FieldDescription, OperationDescription } from "@tempograph/client/descriptions";
import { Option, type Command } from "commander";
import { NOT_GOOD } from "../exit-code.ts";
import { listColumns } from "../output/columns.ts";
import { record, table, usualColumns, type Row } from "../output/table.ts";
import type { Session } from "../session.ts";
import { WrongCall } from "../wrong-call.ts";
import { commandWords, withCommands } from "./command-name.ts";
import { exampleCall, isArgument, optionName } from "./example-call.ts";
import { inKebabCase, readJson, readValue } from "./read-value.ts";
import { connectionIdOf, workflowIdOf } from "./named-ids.ts";

type Fields = Record<string, unknown>;
type Action = (session: Session, args: readonly string[], options: Fields) => Promise<void> | void;
/** Connects an action with a command: with the session, and with what becomes of errors. */
export type Bind = (command: Command, action: Action) => void;

/** Makes the command of an operation from its description: required texts are arguments, all other fields are options. */
export function describeCommand(command: Command, name: string, operation: OperationDescription, bind: Bind): void {
  const { fields, kind, summary, description } = operation;
  const parameters = fields.filter(isArgument);
  const options = fields.filter((field) => !parameters.includes(field));
  const whole = description === summary ? summary : `${summary}.\n\n${withCommands(description)}`;
  command.description(whole).summary(summary);
  for (const { name: field, description: told = "", values } of parameters) {
    const what = withCommands(told);
    command.argument(`<${inKebabCase(field)}>`, values === undefined ? what : `${what} One of ${values.join(", ")}.`);
  }
  for (const field of options) command.addOption(optionOf(field));
  command.configureOutput({ outputError: (text, write) => write(`${text}${asArgument(command, parameters, text)}`) });
  if (kind === "mutation" || fields.some(({ type }) => type === "json"))
    command.option("--input <json>", "the whole input as JSON, @file or - for stdin; other options take precedence");
  if (kind === "list") command.option("--all", "read all pages");
  const example = exampleCall(commandWords(name), operation);
  if (example !== undefined) command.addHelpText("after", `\nExample:\n  ${example}\n`);
  bind(command, async (session, args, given) => {
    const input: Fields = given["input"] === undefined ? {} : inputObject(session, given["input"] as string);
    for (const [at, { name: field }] of parameters.entries()) input[field] = args[at];
    for (const field of options) {
      const text = given[optionName(field.name)];
      if (text !== undefined) input[field.name] = readValue(session.shell, field, String(text));
    }
    const missing = options.find(({ name: field, required }) => required && input[field] === undefined);
    if (missing) throw new WrongCall(`--${inKebabCase(missing.name)} is missing.`, missing.description);
    await resolveNames(session, name, input);
    await performOperation(session, name as OperationName, kind, input, given["all"] === true);
  });
}

/** What helps whoever wrote an option for what is an argument: all other fields are options. */
function asArgument(command: Command, parameters: readonly FieldDescription[], error: string): string {
  const unknown = /unknown option '--([^'=]+)/.exec(error)?.[1];
  if (!parameters.some(({ name }) => inKebabCase(name) === unknown)) return "";
  const words = [];
  for (let at: Command | null = command; at !== null; at = at.parent) words.unshift(at.name());
  const values = parameters.map(({ name }) => `<${inKebabCase(name)}>`);
  return `It is an argument: ${[...words, ...values].join(" ")} …\n`;
}

/** A workflow may be named by its key instead of its id, and a connection by its name. */
async function resolveNames(session: Session, name: string, input: Fields): Promise<void> {
  const ofWorkflow = /^(workflow|schedule|databaseTrigger)/.test(name);
  for (const field of ofWorkflow ? ["id", "workflowId"] : ["workflowId"]) {
    const value = input[field];
    if (typeof value === "string") input[field] = await workflowIdOf(session.client(), value);
  }
  const { id } = input;
  if (/^connection/.test(name) && typeof id === "string") input["id"] = await connectionIdOf(session.client(), id);
}

function inputObject({ shell }: Session, text: string): Fields {
  const input = readJson(shell, "--input", text);
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return { ...input };
  throw new WrongCall("--input has to be a JSON object.");
}

function optionOf(field: FieldDescription): Option {
  const { type, values, description = "", required } = field;
  const value =
    values?.join("|") ??
    { json: "json", strings: "a,b", boolean: "true|false", integer: "n", number: "n", string: "text" }[type];
  const flag = `--${inKebabCase(optionName(field.name))}`;
  const option = new Option(
    type === "boolean" ? `${flag} [${value}]` : `${flag} <${value}>`,
    required ? `${withCommands(description)} (required)` : withCommands(description),
  );
  // Completion offers the values.
  if (type === "string" && values !== undefined) option.choices([...values]);
  if (type === "boolean") option.preset("true");
  return option;
}

type Loose = Readonly<Record<string, (input: Fields, options?: object) => unknown>>;

/** Performs an operation and prints its answer. */
async function performOperation(
  session: Session,
  name: OperationName,
  kind: OperationDescription["kind"],
  input: Fields,
  all = false,
): Promise<void> {
  const client = session.client();
  const methods = client as unknown as Loose;
  if (kind === "subscription") {
    const updates = methods[name]!(input, { signal: session.shell.signal }) as AsyncGenerator<unknown>;
    for await (const update of updates) session.print.entry(update, () => JSON.stringify(update));
  } else if (kind === "list") {
    const page = await readPage(client, name, input, all);
    printPage(session, name, page);
  } else {
    const answer = await methods[name]!(input);
    session.print.result(answer, () => (answer === undefined ? "Done.\n" : answerText(name, answer)));
    if (CHECKS.has(name) && !isGood(answer as CheckAnswer)) session.endWith(NOT_GOOD);
  }
}

/** Operations that look at something, and whose answer says whether it is good. */
const CHECKS: ReadonlySet<string> = new Set(["validateGraph", "scheduleTimes", "connectionTest"]);

interface CheckAnswer {
  readonly ok?: boolean;
  readonly problems?: readonly { readonly severity: string }[];
}

function isGood({ ok = true, problems = [] }: CheckAnswer): boolean {
  return ok && !problems.some(({ severity }) => severity === "error");
}

interface Page {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
  readonly totalCount?: number;
}

async function readPage(client: Client, name: OperationName, input: Fields, all: boolean): Promise<Page> {
  if (!all) return (await (client as unknown as Loose)[name]!(input)) as Page;
  const items: Row[] = [];
  for await (const item of client.every(name as never, input as never)) items.push(item as Row);
  return { items, nextCursor: null };
}

/** Prints a page of a list as a table. */
function printPage(session: Session, name: string, page: Page): void {
  const { items, nextCursor, totalCount } = page;
  session.print.result(page, () => listTable(name, items));
  if (items.length === 0) session.print.note("Nothing.");
  if (totalCount !== undefined) session.print.note(`${totalCount} in all.`);
  if (nextCursor !== null) session.print.note(`There is more: --cursor ${nextCursor}, or --all.`);
}

function answerText(name: string, answer: unknown): string {
  const items: unknown = Array.isArray(answer) ? answer : (answer as Partial<Page>).items;
  return Array.isArray(items) ? listTable(name, items as readonly Row[]) : record(answer);
}

function listTable(name: string, items: readonly Row[]): string {
  return table(items, listColumns[name] ?? usualColumns(items));
}
