import type { Fix } from "../definition/fix.ts";
import type { Json } from "../definition/json.ts";
import { meaning } from "./nearest-name.ts";
import type { ValidationContext } from "./validation-context.ts";

// The changes that several rules offer. Each begins with a test of what the rule has seen at the place.

/** What a rule says about a name that does not exist: a question that begins its hint, and the change if there is a similar name. */
export function correction(
  { nearest }: Pick<ValidationContext, "nearest">,
  wrong: string,
  names: Iterable<string>,
  path: string,
): { readonly question: string; readonly fix?: Fix } {
  const name = nearest(wrong, names);
  return { question: meaning(name), ...(name !== undefined && { fix: replaceText(path, wrong, name) }) };
}

export function replaceText(path: string, wrong: string, right: string): Fix {
  return {
    title: `Write ${shown(right)} instead of ${shown(wrong)}`,
    patch: [
      { op: "test", path, value: wrong },
      { op: "replace", path, value: right },
    ],
    isGuess: true,
  };
}

export function replaceValue(path: string, before: Json, after: Json, title: string, isGuess = true): Fix {
  return {
    title,
    patch: [
      { op: "test", path, value: before },
      { op: "replace", path, value: after },
    ],
    ...(isGuess && { isGuess }),
  };
}

export function removeValue(path: string, value: Json, title: string, isGuess = false): Fix {
  return {
    title,
    patch: [
      { op: "test", path, value },
      { op: "remove", path },
    ],
    ...(isGuess && { isGuess }),
  };
}

/** The value of a field under another name, or in another object of the same document. */
export function moveValue(from: string, to: string, value: Json, title: string): Fix {
  return {
    title,
    patch: [
      { op: "test", path: from, value },
      { op: "remove", path: from },
      { op: "add", path: to, value },
    ],
    isGuess: true,
  };
}

/** The wish, or the wish with a number behind it that nobody uses: `call2`. */
export function freeName(wish: string, taken: ReadonlySet<string>): string {
  let name = wish;
  for (let number = 2; taken.has(name); number += 1) name = `${wish}${number}`;
  return name;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
