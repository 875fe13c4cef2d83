import type { GraphSettings, Trigger } from "@tempograph/graph";
import type { Phrasebook } from "../language/phrasebook.ts";
import { BlockReader } from "./block-reader.ts";
import { joinSettings, readSetting } from "./read-setting.ts";
import type { ReadStatement, ReadText } from "./read-text.ts";
import { readTrigger } from "./read-trigger.ts";
import type { Reading } from "./reading.ts";

/** Reads a whole text: triggers, settings and steps. Steps stand below the last trigger, below "do", or on their own. */
export function readSentences(phrasebook: Phrasebook, reading: Reading): ReadText {
  return new TextReader(phrasebook, reading).read();
}

class TextReader {
  readonly #reading: Reading;
  readonly #blocks: BlockReader;
  readonly #triggers: Trigger[] = [];
  readonly #steps: ReadStatement[] = [];
  #settings: GraphSettings | undefined;

  constructor(phrasebook: Phrasebook, reading: Reading) {
    this.#reading = reading;
    this.#blocks = new BlockReader(phrasebook, reading);
  }

  read(): ReadText {
    let at = 0;
    while (this.#reading.at(at).kind !== "end") {
      const { kind } = this.#reading.at(at);
      at = kind === "newline" || kind === "dedent" || kind === "indent" ? at + 1 : this.#line(at);
    }
    return {
      triggers: this.#triggers,
      settings: this.#settings,
      steps: this.#steps,
      problems: this.#blocks.problems,
    };
  }

  /** Gives the position behind the line and what is set in below it. */
  #line(at: number): number {
    this.#reading.begin(at);
    const behind = this.#header(at);
    if (behind !== null) return this.#ended(behind);
    const { value, at: end } = this.#blocks.statements(at, "lines");
    this.#steps.push(...value);
    return end;
  }

  #ended(at: number): number {
    const { kind, text } = this.#reading.at(at);
    if (kind === "sign" && (text === "." || text === "," || text === ";")) return at + 1;
    return ["newline", "dedent", "indent", "end"].includes(kind) ? at : this.#blocks.skipLine(at);
  }

  #header(at: number): number | null {
    const when = this.#reading.words(at, ["when"]) ?? this.#reading.words(at, ["or", "when"]);
    if (when !== null) return this.#trigger(when);
    const block = this.#reading.words(at, ["do"]);
    if (block !== null && this.#reading.sign(block, ":") !== null) return this.#block(block);
    const setting = readSetting(this.#reading, at);
    if (setting === null) return null;
    this.#settings = joinSettings(this.#settings, setting.value);
    return setting.at;
  }

  #trigger(at: number): number {
    const trigger = readTrigger(this.#reading, at);
    if (trigger === null) return this.#blocks.skipLine(at);
    this.#triggers.push(trigger.value);
    return this.#block(trigger.at);
  }

  #block(at: number): number {
    const block = this.#blocks.block(at, { isOuter: true });
    if (block === null) return at;
    this.#steps.push(...block.value);
    return block.at;
  }
}
