import type { Json, PatternPart } from "@tempograph/graph";
import { narrowed, type Field } from "../language/field.ts";
import type { Pattern } from "../language/phrasebook.ts";
import { readValue } from "./read-value.ts";
import type { Reading } from "./reading.ts";

/** The fields that a sentence has given, by name, and the position behind it. */
export interface Filled {
  readonly at: number;
  readonly fields: ReadonlyMap<string, Json>;
}

/** The ways to read a sentence of a pattern. Optional parts are read where they are there. */
export function* readPattern(
  reading: Reading,
  at: number,
  pattern: Pattern,
  fieldOf: (name: string) => Field,
): Generator<Filled> {
  yield* readParts({ reading, fieldOf }, pattern, 0, { at, fields: new Map() });
}

interface Ways {
  readonly reading: Reading;
  fieldOf(name: string): Field;
}

function* readParts(ways: Ways, parts: Pattern, index: number, from: Filled): Generator<Filled> {
  const part = parts[index];
  if (part === undefined) {
    yield from;
    return;
  }
  for (const behind of readPart(ways, part, from)) yield* readParts(ways, parts, index + 1, behind);
}

function* readPart(ways: Ways, part: PatternPart, from: Filled): Generator<Filled> {
  switch (part.kind) {
    case "words": {
      const at = ways.reading.words(from.at, part.words);
      if (at !== null) yield { ...from, at };
      return;
    }
    case "field": {
      const field = narrowed(ways.fieldOf(part.field), part.only);
      for (const { value, at } of readValue(ways.reading, from.at, field)) {
        if (part.only === "number" && typeof value !== "number") continue;
        yield { at, fields: new Map([...from.fields, [part.field, value]]) };
      }
      return;
    }
    case "optional":
      yield* readParts(ways, part.parts, 0, from);
      yield from;
  }
}
