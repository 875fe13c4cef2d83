import { didYouMean } from "@tempograph/graph";
import type { Token } from "../language/token.ts";
import type { Wanted } from "./reading.ts";

const MOST = 8;

/** Says what is wrong at a token, and what could stand there. */
export function describeWanted(
  token: Token,
  wanted: readonly Wanted[],
): { readonly message: string; readonly hint: string } {
  const ways = [...new Set(wanted.map(nameOf))];
  const words = wanted.flatMap((one) => (one.kind === "words" ? [one.words] : []));
  const meant =
    token.kind === "word"
      ? didYouMean(
          token.text,
          words.map((text) => text.split(" ")[0]!),
        )
      : "";
  return { message: messageOf(token), hint: `${meant === "" ? "" : `${meant} `}${hintOf(ways)}` };
}

function messageOf({ kind, text }: Token): string {
  if (kind === "broken") return `${text}.`;
  if (kind === "end") return "The sentence is not complete: the text ends here.";
  if (kind === "newline" || kind === "indent" || kind === "dedent")
    return "The sentence is not complete: the line ends here.";
  return `${JSON.stringify(text)} has no meaning here.`;
}

function hintOf(ways: readonly string[]): string {
  if (ways.length === 0) return 'Write one sentence a line, such as: notify "Sales" "A new order".';
  const shown = ways.slice(0, MOST).join(", ");
  return `Possible here: ${shown}${ways.length > MOST ? " …" : ""}.`;
}

function nameOf(wanted: Wanted): string {
  switch (wanted.kind) {
    case "words":
      return wanted.words;
    case "path":
      return "the field that is compared, such as lead.score";
    case "id":
      return "the name of a step";
    case "value":
      return valueName(wanted.field);
  }
}

function valueName({ type, name, options }: Extract<Wanted, { kind: "value" }>["field"]): string {
  const what = name === undefined ? "" : ` for ${name}`;
  switch (type) {
    case "choice":
      return (options ?? []).map(String).join(" or ");
    case "number":
      return `a number${what}`;
    case "duration":
      return `a duration${what}, such as 2 hours`;
    case "boolean":
      return `true or false${what}`;
    case "text":
    case "name":
      return `a text${what}, in quotation marks`;
    case "variables":
      return "a name with its value, such as total to 3";
    case "condition":
      return "a condition";
    default:
      return `a value${what}`;
  }
}
