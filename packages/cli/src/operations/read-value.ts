import type { FieldDescription } from "@tempograph/client/descriptions";
import { parseJsonText } from "@tempograph/graph";
import { readFileSync } from "node:fs";
import type { Shell } from "../shell.ts";
import { WrongCall } from "../wrong-call.ts";

/** The value that a text of the command line has for a field. */
export function readValue(
  shell: Pick<Shell, "stdin">,
  { name, type, values }: FieldDescription,
  text: string,
): unknown {
  const option = `--${inKebabCase(name)}`;
  switch (type) {
    case "json":
      return readJson(shell, option, text);
    case "strings":
      return text.split(",").map((one) => checkedWord(option, one.trim(), values));
    case "boolean":
      return checkedWord(option, text, ["true", "false"]) === "true";
    case "integer":
    case "number": {
      const value = Number(text);
      if (text.trim() === "" || !Number.isFinite(value) || (type === "integer" && !Number.isSafeInteger(value)))
        throw new WrongCall(
          `${option} has to be a ${type === "integer" ? "whole " : ""}number, not ${JSON.stringify(text)}.`,
        );
      return value;
    }
    case "string":
      return checkedWord(option, text, values);
  }
}

function checkedWord(option: string, word: string, values: readonly string[] | undefined): string {
  if (values === undefined || values.includes(word)) return word;
  throw new WrongCall(`${option} has to be one of ${values.join(", ")}, not ${JSON.stringify(word)}.`);
}

/** JSON, given as it is, as `@file`, or as `-` for stdin. */
export function readJson(shell: Pick<Shell, "stdin">, option: string, text: string): unknown {
  if (text === "-") return parseJson(`${option} (stdin)`, shell.stdin());
  if (text.startsWith("@")) return parseJson(text.slice(1), readText(text.slice(1)));
  const hint =
    "Give JSON, such as '{\"a\": 1}', @file.json, or - for stdin. A text needs its quotation marks: '\"text\"'.";
  return parseJson(option, text, hint);
}

/** JSON, or an error that says where it breaks, with line and column. `what` is a file or an option. */
export function parseJson(what: string, text: string, hint?: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [problem] = parseJsonText(text).problems;
    throw new WrongCall(`${what} is not JSON. ${problem?.message ?? (error as Error).message}`, hint ?? problem?.hint);
  }
}

export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The error for a file or a folder that cannot be read. */
export function unreadable(path: string, error: unknown): WrongCall {
  const { code, message } = error as NodeJS.ErrnoException;
  return new WrongCall(`${path} cannot be read: ${code === "ENOENT" ? "there is nothing with this name" : message}.`);
}

export function inKebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
