/**
 * Regular expressions whose cost is at most (length of the text) × (size of the pattern): Thompson's simulation, which
 * never goes back. JavaScript's RegExp can take exponential time on a pattern or a text that a stranger chose.
 *
 * The subset of RE2 without captures: literals, `.`, classes, `\d \w \s \D \W \S \b \B`, escapes, `^ $`, groups `( ) (?: )`,
 * `|`, `* + ? {n,m}` (also lazy: whether it matches is the same), and `(?i)` at the start. No backreferences, no lookaround.
 */
export interface LinearRegex {
  /** Whether the pattern occurs in the text. `onStep` is called with the work done for each character. */
  test(text: string, onStep: (work: number) => void): boolean;
}

/** Parts of a compiled pattern; a counted repetition counts as often as it repeats. */
export const MAX_REGEX_STATES = 1_000;

/** A pattern outside the subset, or too large. */
export class RegexError extends Error {}

type Test = (code: number) => boolean;
/** Items of a class such as `[a-z0-9_]` that are tested in one step. */
const ITEMS_OF_A_STEP = 8;
type Edge = "start" | "end" | "word" | "noWord";
type Node =
  | { readonly kind: "char"; readonly test: Test; readonly work: number }
  | { readonly kind: "edge"; readonly edge: Edge }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  | { readonly kind: "choice"; readonly options: readonly Node[] }
  | { readonly kind: "repeat"; readonly of: Node; readonly least: number; readonly most: number };
type State =
  | { readonly kind: "char"; readonly test: Test; readonly work: number; next: number }
  | { readonly kind: "edge"; readonly edge: Edge; next: number }
  | { readonly kind: "split"; next: number; other: number }
  | { readonly kind: "match" };

export function compileRegex(pattern: string): LinearRegex {
  const ignoreCase = pattern.startsWith("(?i)");
  const tree = new Parser(ignoreCase ? pattern.slice(4) : pattern, ignoreCase).parse();
  const automaton: Automaton = { states: [], work: 0 };
  const { states } = automaton;
  const start = build(automaton, tree, add(automaton, { kind: "match" }));
  return { test: (text, onStep) => simulate(states, start, text, onStep) };
}

class Parser {
  private readonly pattern: string;
  private readonly ignoreCase: boolean;
  private position = 0;
  private depth = 0;

  constructor(pattern: string, ignoreCase: boolean) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  parse(): Node {
    const tree = this.choice();
    if (this.position < this.pattern.length) throw new RegexError(`")" without "(" at ${this.position}`);
    return tree;
  }

  private choice(): Node {
    if (++this.depth > 32) throw new RegexError("groups are nested too deeply");
    const options = [this.sequence()];
    while (this.take("|")) options.push(this.sequence());
    this.depth--;
    return options.length === 1 ? (options[0] as Node) : { kind: "choice", options };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.position < this.pattern.length && !"|)".includes(this.pattern[this.position] as string))
      parts.push(this.repeated());
    return { kind: "sequence", parts };
  }

  private repeated(): Node {
    const of = this.atom();
    const counts = this.quantifier();
    if (counts === undefined) return of;
    this.take("?");
    if (this.quantifier() !== undefined) throw new RegexError("a quantifier follows a quantifier");
    return { kind: "repeat", of, least: counts[0], most: counts[1] };
  }

  private quantifier(): readonly [number, number] | undefined {
    if (this.take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.take("?")) return [0, 1];
    const found = /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(this.pattern.slice(this.position, this.position + 12));
    if (found === null) return undefined;
    this.position += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === undefined ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (most < least) throw new RegexError(`${found[0]} counts backwards`);
    return [least, most];
  }

  private atom(): Node {
    const char = this.next();
    switch (char) {
      case "(":
        return this.group();
      case "[":
        return this.classOf();
      case ".":
        return { kind: "char", test: (code) => code !== 10, work: 1 };
      case "^":
        return { kind: "edge", edge: "start" };
      case "$":
        return { kind: "edge", edge: "end" };
      case "\\":
        return this.escaped();
      case "*":
      case "+":
      case "?":
        throw new RegexError(`nothing to repeat before "${char}"`);
      default:
        return { kind: "char", test: this.same(char), work: 1 };
    }
  }

  private group(): Node {
    if (this.take("?") && !this.take(":"))
      throw new RegexError('only (…) and (?:…) are known, and "(?i)" at the start');
    const inner = this.choice();
    if (!this.take(")")) throw new RegexError('")" is missing');
    return inner;
  }

  private escaped(): Node {
    const char = this.next();
    if (char === "b") return { kind: "edge", edge: "word" };
    if (char === "B") return { kind: "edge", edge: "noWord" };
    if (char >= "1" && char <= "9") throw new RegexError("backreferences are not known");
    return { kind: "char", test: shorthand(char) ?? this.same(this.escapedChar(char)), work: 1 };
  }

  private escapedChar(char: string): string {
    const control = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v" }[char];
    if (control !== undefined) return control;
    if (/[A-Za-z0-9]/.test(char)) throw new RegexError(`\\${char} is not known`);
    return char;
  }

  private classOf(): Node {
    const negated = this.take("^");
    const tests: Test[] = [];
    for (let first = true; first || !this.take("]"); first = false) {
      const low = this.classItem();
      if (typeof low === "function") tests.push(low);
      else if (this.pattern[this.position] === "-" && this.pattern[this.position + 1] !== "]") {
        this.position++;
        const high = this.classItem();
        if (typeof high === "function" || codeOf(high) < codeOf(low))
          throw new RegexError("a range in [ ] is not in order");
        tests.push(this.range(codeOf(low), codeOf(high)));
      } else tests.push(this.same(low));
    }
    const test: Test = (code) => tests.some((one) => one(code)) !== negated;
    // A class may have two thousand items, and upper and lower case make each of them dearer.
    return { kind: "char", test, work: 1 + Math.floor(tests.length / (this.ignoreCase ? 1 : ITEMS_OF_A_STEP)) };
  }

  private classItem(): string | Test {
    const char = this.next();
    if (char !== "\\") return char;
    const escaped = this.next();
    return shorthand(escaped) ?? this.escapedChar(escaped);
  }

  private same(char: string): Test {
    return this.range(codeOf(char), codeOf(char));
  }

  private range(low: number, high: number): Test {
    const within: Test = (code) => code >= low && code <= high;
    if (!this.ignoreCase) return within;
    return (code) =>
      within(code) ||
      within(codeOf(String.fromCodePoint(code).toLowerCase())) ||
      within(codeOf(String.fromCodePoint(code).toUpperCase()));
  }

  private take(char: string): boolean {
    if (this.pattern[this.position] !== char) return false;
    this.position++;
    return true;
  }

  private next(): string {
    const code = this.pattern.codePointAt(this.position);
    if (code === undefined) throw new RegexError("the pattern ends too early");
    const char = String.fromCodePoint(code);
    this.position += char.length;
    return char;
  }
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

const isDigit: Test = (code) => code >= 48 && code <= 57;
const isWord: Test = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isSpace: Test = (code) => code === 32 || (code >= 9 && code <= 13);

function shorthand(char: string): Test | undefined {
  const test = { d: isDigit, w: isWord, s: isSpace }[char.toLowerCase()];
  if (test === undefined || !"dwsDWS".includes(char)) return undefined;
  return char === char.toLowerCase() ? test : (code) => !test(code);
}

/** The states under construction; `work` also counts parts that need no state, such as `(){1000}`. */
interface Automaton {
  readonly states: State[];
  work: number;
}

function add(automaton: Automaton, state: State): number {
  count(automaton);
  return automaton.states.push(state) - 1;
}

function count(automaton: Automaton): void {
  if (++automaton.work > 2 * MAX_REGEX_STATES)
    throw new RegexError(`the pattern is too large (over ${MAX_REGEX_STATES} parts)`);
}

/** Adds the states of a node, which go on at `next`; returns the first of them. */
function build(automaton: Automaton, node: Node, next: number): number {
  count(automaton);
  switch (node.kind) {
    case "char":
      return add(automaton, { kind: "char", test: node.test, work: node.work, next });
    case "edge":
      return add(automaton, { kind: "edge", edge: node.edge, next });
    case "sequence":
      return node.parts.reduceRight((after, part) => build(automaton, part, after), next);
    case "choice":
      return node.options
        .map((option) => build(automaton, option, next))
        .reduceRight((other, option) => add(automaton, { kind: "split", next: option, other }));
    case "repeat":
      return buildRepeat(automaton, node, next);
  }
}

function buildRepeat(automaton: Automaton, node: Node & { readonly kind: "repeat" }, next: number): number {
  let first = next;
  if (node.most === Number.POSITIVE_INFINITY) {
    const loop: State = { kind: "split", next, other: next };
    first = add(automaton, loop);
    loop.next = build(automaton, node.of, first);
  } else {
    for (let times = node.least; times < node.most; times++) {
      first = add(automaton, { kind: "split", next: build(automaton, node.of, first), other: next });
    }
  }
  for (let times = 0; times < node.least; times++) first = build(automaton, node.of, first);
  return first;
}

interface Run {
  readonly states: readonly State[];
  readonly text: string;
  /** The position, plus one, at which a state was last entered. */
  readonly entered: Int32Array;
  work: number;
}

function simulate(states: readonly State[], start: number, text: string, onStep: (work: number) => void): boolean {
  const run: Run = { states, text, entered: new Int32Array(states.length), work: 0 };
  let current: number[] = [];
  let following: number[] = [];
  for (let position = 0; ;) {
    // Matching may begin anywhere.
    const found = enter(run, start, position, current);
    onStep(1 + run.work);
    run.work = 0;
    if (found) return true;
    if (position >= text.length) return false;
    const code = text.codePointAt(position) as number;
    position += code > 0xffff ? 2 : 1;
    for (const index of current) {
      const state = states[index] as State & { readonly kind: "char" };
      run.work += state.work;
      if (state.test(code) && enter(run, state.next, position, following)) return true;
    }
    [current, following] = [following, current];
    following.length = 0;
  }
}

/** Collects all states reachable without reading a character; true if the end of the pattern is among them. */
function enter(run: Run, from: number, position: number, into: number[]): boolean {
  const open = [from];
  while (open.length > 0) {
    const index = open.pop() as number;
    if (run.entered[index] === position + 1) continue;
    run.entered[index] = position + 1;
    run.work++;
    const state = run.states[index] as State;
    if (state.kind === "match") return true;
    if (state.kind === "char") into.push(index);
    else if (state.kind === "split") open.push(state.other, state.next);
    else if (holds(state.edge, run.text, position)) open.push(state.next);
  }
  return false;
}

function holds(edge: Edge, text: string, position: number): boolean {
  if (edge === "start") return position === 0;
  if (edge === "end") return position === text.length;
  const before = position > 0 && isWord(text.charCodeAt(position - 1));
  const after = position < text.length && isWord(text.charCodeAt(position));
  return (before !== after) === (edge === "word");
}
