import { StreamLanguage, type StringStream } from "@codemirror/language";

interface State {
  /** Inside `{{ }}`. */
  readonly inside: boolean;
  readonly depth: number;
}

const KEYWORDS = /^(true|false|null|in)\b/;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*/u;

function token(stream: StringStream, state: { inside: boolean; depth: number }): string | null {
  if (!state.inside) {
    if (stream.match("{{")) {
      [state.inside, state.depth] = [true, 0];
      return "processingInstruction";
    }
    stream.next();
    stream.eatWhile(/[^{]/);
    return null;
  }
  if (state.depth === 0 && stream.match("}}")) {
    state.inside = false;
    return "processingInstruction";
  }
  if (stream.eatSpace()) return null;
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return "string";
  if (stream.match(/^\d+(\.\d+)?/)) return "number";
  if (stream.match(KEYWORDS)) return "keyword";
  if (stream.match(NAME)) return stream.peek() === "(" ? "variableName.function" : "variableName";
  const char = stream.next();
  if (char === "{") state.depth += 1;
  if (char === "}") state.depth -= 1;
  return null;
}

/** A text with `{{ CEL }}` in it. */
export const templateLanguage: StreamLanguage<State> = StreamLanguage.define<State>({
  name: "template",
  startState: () => ({ inside: false, depth: 0 }),
  copyState: (state) => ({ ...state }),
  token,
});
