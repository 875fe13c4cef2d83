import { canonicalJson, type Json } from "@tempograph/graph";
import type { ReadStep } from "./documents.ts";

/** A step of an execution without its values: they can be large, and there can be thousands of steps. */
export interface ComparedStep extends Omit<ReadStep, "input" | "output"> {
  /** Equal if the inputs are equal. */
  readonly input: string;
  /** Equal if the outputs are equal. */
  readonly output: string;
}

export function comparedStep({ input, output, ...rest }: ReadStep): ComparedStep {
  return { ...rest, input: digest(input), output: digest(output) };
}

/** Longer texts are told apart by their lengths and 64 bits. */
const MOST_KEPT = 200;

/** A short text that is equal for equal values; the order of keys does not matter. */
function digest(value: unknown): string {
  const text = canonicalJson((value ?? null) as Json);
  if (text.length <= MOST_KEPT) return text;
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + index), 0x85ebca6b);
  }
  return `${String(text.length)} ${String(a >>> 0)} ${String(b >>> 0)}`;
}
