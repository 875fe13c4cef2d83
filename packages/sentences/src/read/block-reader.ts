import type { Json, JsonObject } from "@tempograph/graph";
import { caseKind, DECISION_TYPE } from "../language/cases.ts";
import { portWords } from "../language/node-paths.ts";
import type { Phrasebook } from "../language/phrasebook.ts";
import { describeWanted } from "./describe-wanted.ts";
import { readCondition } from "./read-condition.ts";
import { isStatementEnd, readStep, readSuffixes } from "./read-step.ts";
import type { PlacedRead, ReadClause, ReadStatement, TextProblem } from "./read-text.ts";
import { readValue } from "./read-value.ts";
import type { Read, Reading } from "./reading.ts";

/** How statements follow each other: on lines of their own, or on one line; `nested` ends at a semicolon. */
type Layout = "lines" | "inline" | "nested";

const SEPARATORS: { readonly [layout in Layout]: readonly string[] } = {
  lines: ["newline", ",", ";", "."],
  inline: [",", ";", "."],
  nested: [","],
};

/** Deeper than texts of graphs are (`DEEPEST_PATHS`). Reading a block inside of a block takes stack. */
const DEEPEST_BLOCK = 500;

/** Reads statements with what belongs to them: the paths of ports, and what is inside of containers. */
export class BlockReader {
  readonly problems: TextProblem[] = [];
  readonly #phrasebook: Phrasebook;
  readonly #reading: Reading;
  #depth = 0;

  constructor(phrasebook: Phrasebook, reading: Reading) {
    this.#phrasebook = phrasebook;
    this.#reading = reading;
  }

  /** Statements up to the end of their block. */
  statements(from: number, layout: Layout): Read<readonly ReadStatement[]> {
    const value: ReadStatement[] = [];
    let at = from;
    for (;;) {
      const one = this.#statement(at, layout);
      if (one === null) at = this.skipLine(at);
      else {
        value.push(...one.value);
        at = one.at;
      }
      if (!this.#isBetween(at)) at = this.skipLine(at);
      const next = this.separator(at, layout);
      if (next === null || (layout === "nested" && this.#beginsClause(next))) return { value, at };
      at = next;
    }
  }

  /** Whether a statement has ended here, so that another one or the end of the block follows. */
  #isBetween(at: number): boolean {
    const { kind, text } = this.#reading.at(at);
    return isStatementEnd(this.#reading, at) && kind !== "indent" && !(kind === "sign" && text === ":");
  }

  /** The position behind what separates two statements, or null at the end of the block. */
  separator(from: number, layout: Layout): number | null {
    let at = from;
    for (;;) {
      const { kind, text } = this.#reading.at(at);
      const then = this.#reading.words(at, ["then"]) ?? this.#reading.words(at, ["and", "then"]);
      if (then !== null) at = then;
      else if (SEPARATORS[layout].includes(kind === "sign" ? text : kind)) at += 1;
      else break;
    }
    const { kind } = this.#reading.at(at);
    return at === from || kind === "end" || kind === "dedent" || (kind === "newline" && layout !== "lines") ? null : at;
  }

  /** The block behind a colon or "then": on lines that are set in, or on the same line. null: there is none. */
  block(
    from: number,
    { isOuter = false, takesThen = true, isBare = false } = {},
  ): Read<readonly ReadStatement[]> | null {
    const colon = this.#reading.sign(from, ":") ?? (takesThen ? this.#reading.words(from, ["then"]) : null);
    const at = colon ?? from;
    const isIndented = this.#reading.at(at).kind === "indent";
    const isFollowed = isBare && !isStatementEnd(this.#reading, at);
    if (colon === null && !isIndented && !isFollowed) return null;
    this.#depth += 1;
    try {
      if (this.#depth > DEEPEST_BLOCK)
        return this.#refuse(at, "Blocks are nested too deep", "Write the text with fewer blocks inside of each other");
      if (!isIndented) {
        const { kind } = this.#reading.at(at);
        if (kind === "newline" || kind === "dedent" || kind === "end") return { value: [], at };
        return this.statements(at, isOuter ? "inline" : "nested");
      }
      const inside = this.statements(at + 1, "lines");
      return { value: inside.value, at: this.#reading.at(inside.at).kind === "dedent" ? inside.at + 1 : inside.at };
    } finally {
      this.#depth -= 1;
    }
  }

  /** Reports what is wrong at the furthest place that was read to, and skips the rest of the line with what is set in below it. */
  skipLine(from: number): number {
    const { furthest } = this.#reading;
    const at = Math.max(from, furthest);
    const token = this.#reading.at(at);
    this.problems.push({ ...describeWanted(token, this.#reading.wanted), from: token.from, to: token.to });
    return this.skip(from);
  }

  skip(from: number): number {
    let depth = 0;
    let at = from;
    for (;;) {
      const { kind } = this.#reading.at(at);
      if (kind === "end" || (depth === 0 && (kind === "newline" || kind === "dedent"))) return at;
      if (kind === "indent") depth += 1;
      if (kind === "dedent") depth -= 1;
      at += 1;
    }
  }

  #refuse(at: number, message: string, hint: string): Read<readonly ReadStatement[]> {
    const { from, to } = this.#reading.at(at);
    this.problems.push({ message, hint, from, to });
    return { value: [], at: this.skip(at) };
  }

  #statement(at: number, layout: Layout): Read<readonly ReadStatement[]> | null {
    this.#reading.begin(at);
    return this.#flow(at, layout) ?? this.#node(at, layout);
  }

  #flow(at: number, layout: Layout): Read<readonly ReadStatement[]> | null {
    const stop = this.#reading.words(at, ["stop"]);
    if (stop !== null && isStatementEnd(this.#reading, stop)) return { value: [{ kind: "stop" }], at: stop };
    const goOn = this.#reading.words(at, ["go", "on"]);
    if (goOn !== null && isStatementEnd(this.#reading, goOn)) return { value: [{ kind: "goOn" }], at: goOn };
    const noStart = this.#reading.words(at, ["begin", "without", "start"]);
    if (noStart !== null) return { value: [{ kind: "noStart" }], at: noStart };
    return this.#fork(at, layout) ?? this.#apart(at) ?? this.#connect(at);
  }

  #fork(from: number, layout: Layout): Read<readonly ReadStatement[]> | null {
    const first = this.#wordsWithBlock(from, ["at", "the", "same", "time"]);
    if (first === null) return null;
    const paths = [first.value];
    let { at } = first;
    for (;;) {
      const next = this.separator(at, layout);
      const other = next === null ? null : this.#wordsWithBlock(next, ["meanwhile"]);
      if (other === null) return { value: [{ kind: "fork", paths }], at };
      paths.push(other.value);
      ({ at } = other);
    }
  }

  #apart(from: number): Read<readonly ReadStatement[]> | null {
    const inside = this.#wordsWithBlock(from, ["apart"]);
    if (inside === null) return null;
    const { from: start, to } = this.#reading.at(from);
    return { value: [{ kind: "apart", steps: inside.value, from: start, to }], at: inside.at };
  }

  #connect(from: number): Read<readonly ReadStatement[]> | null {
    const behind = this.#reading.words(from, ["connect"]);
    const source = behind === null ? null : this.#name(behind);
    if (source === null) return null;
    const on = this.#reading.words(source.at, ["on"]);
    const port = on === null ? null : this.#name(on);
    const to = this.#reading.words((port ?? source).at, ["to"]);
    const target = to === null ? null : this.#name(to);
    if (target === null) return null;
    const value = { kind: "connect", source: source.value, port: port?.value ?? "out", target: target.value } as const;
    return { value: [value], at: target.at };
  }

  #name(at: number): Read<string> | null {
    const { kind, text, value } = this.#reading.at(at);
    if (kind === "string") return { value: value as string, at: at + 1 };
    this.#reading.want(at, { kind: "id" });
    return kind === "word" ? { value: text, at: at + 1 } : null;
  }

  #wordsWithBlock(at: number, words: readonly string[]): Read<readonly ReadStatement[]> | null {
    const behind = this.#reading.words(at, words);
    return behind === null ? null : this.block(behind);
  }

  #node(from: number, layout: Layout): Read<readonly ReadStatement[]> | null {
    const decision = this.#if(from);
    const read = decision ?? this.#step(from);
    if (read === null) return null;
    const placed = read.value;
    let { at } = read;
    for (;;) {
      // A clause follows on the next line, or behind a comma or semicolon.
      const next = this.separator(at, layout);
      const clause = next === null ? null : this.#clause(next, placed);
      if (clause === null) return { value: [placed], at };
      at = clause;
    }
  }

  #step(from: number): Read<PlacedRead> | null {
    const step = readStep(this.#phrasebook, this.#reading, from);
    if (step === null) return null;
    const placed: PlacedRead = { kind: "node", node: step.value, clauses: [], ...this.#span(from, step.at) };
    const body = this.block(step.at, { takesThen: false });
    if (body !== null) placed.body = body.value;
    return { value: placed, at: body?.at ?? step.at };
  }

  #span(from: number, behind: number) {
    return { from: this.#reading.at(from).from, to: this.#reading.at(Math.max(from, behind - 1)).to };
  }

  /** A clause of the node before it. Gives the position behind it. */
  #clause(from: number, placed: PlacedRead): number | null {
    const compensation = this.#wordsWithBlock(from, ["to", "compensate"]);
    if (compensation !== null) {
      placed.compensation = compensation.value;
      return compensation.at;
    }
    const kind = caseKind(placed.node.type);
    if (kind !== null) {
      const found = this.#caseClause(from, placed, kind);
      if (found !== null) return found;
    }
    for (const [port, words] of portWords(placed.node.type)) {
      const path = this.#wordsWithBlock(from, words.split(" "));
      if (path !== null) return this.#add(placed, port, path);
    }
    const on = this.#reading.words(from, ["on"]);
    const port = on === null ? null : this.#name(on);
    const path = port === null ? null : this.block(port.at);
    return port === null || path === null ? null : this.#add(placed, port.value, path);
  }

  #add(placed: PlacedRead, port: string, path: Read<readonly ReadStatement[]>): number {
    placed.clauses.push({ port, path: path.value });
    return path.at;
  }

  /** `if …:` makes a node with cases; further cases are its clauses. */
  #if(from: number): Read<PlacedRead> | null {
    const behind = this.#reading.words(from, ["if"]);
    if (behind === null) return null;
    const condition = readCondition(this.#reading, behind);
    if (condition === null) return null;
    const label = this.#label(condition.at);
    const suffixes = readSuffixes(this.#reading, label.at);
    const node = { type: DECISION_TYPE, data: { cases: [] }, ...suffixes.value };
    const placed: PlacedRead = { kind: "node", node, clauses: [], ...this.#span(from, suffixes.at) };
    const at = this.#addCase(placed, { ...label.value, condition: condition.value }, suffixes.at);
    return at === null ? null : { value: placed, at };
  }

  #caseClause(from: number, placed: PlacedRead, kind: "condition" | "value"): number | null {
    const otherwise = this.#reading.words(from, ["otherwise"]) ?? this.#reading.words(from, ["else"]);
    const given = this.#given(otherwise ?? from, kind, otherwise !== null);
    if (given === null && otherwise === null) return null;
    const label = this.#label(given?.at ?? otherwise!);
    const item = given === null ? { else: true } : { [kind]: given.value };
    return this.#addCase(placed, { ...label.value, ...item }, label.at);
  }

  #given(at: number, kind: "condition" | "value", isOther: boolean): Read<Json> | null {
    const behind = this.#reading.words(at, [kind === "condition" ? "if" : "case"]);
    if (behind === null || (kind === "condition") !== isOther) return null;
    if (kind === "condition") return readCondition(this.#reading, behind);
    return (readValue(this.#reading, behind, { type: "json" }).next().value as Read<Json> | undefined) ?? null;
  }

  #label(at: number): Read<JsonObject> {
    const behind = this.#reading.words(at, ["called"]);
    const name = behind === null ? null : this.#name(behind);
    return name === null ? { value: {}, at } : { value: { label: name.value }, at: name.at };
  }

  #addCase(placed: PlacedRead, item: JsonObject, from: number): number | null {
    const next = this.#continueAt(from);
    const path = next === null ? this.block(from, { isBare: item["else"] === true }) : null;
    if (next === null && path === null) return null;
    const cases = (placed.node.data["cases"] ?? []) as readonly Json[];
    const full = next === null ? item : { ...item, next: next.value };
    placed.node = { ...placed.node, data: { ...placed.node.data, cases: [...cases, full] } };
    const clause: CaseClause = { index: cases.length, port: "", path: path?.value ?? [{ kind: "stop" }] };
    placed.clauses.push(clause);
    return next?.at ?? path!.at;
  }

  /** A case can name the node to go on with, in place of a path. */
  #continueAt(from: number): Read<string> | null {
    const colon = this.#reading.sign(from, ":");
    if (colon === null) return null;
    const isIndented = this.#reading.at(colon).kind === "indent";
    const behind = this.#reading.words(isIndented ? colon + 1 : colon, ["continue", "at"]);
    const name = behind === null ? null : this.#name(behind);
    if (name === null) return null;
    return { value: name.value, at: isIndented && this.#reading.at(name.at).kind === "dedent" ? name.at + 1 : name.at };
  }

  /** Words that only a clause begins with: the block that they are in ends before them if its last node does not take them. */
  #beginsClause(at: number): boolean {
    const { kind, text } = this.#reading.at(at);
    return kind === "word" && ["otherwise", "else", "case", "meanwhile"].includes(text.toLowerCase());
  }
}

/** The path of a case, whose port is known when the node is complete. */
export interface CaseClause extends ReadClause {
  readonly index: number;
}
