import { pointer } from "./json-pointer.ts";

/** The current place of a walk. `path()` builds the pointer only on demand, so that a walk without findings builds no strings. */
export interface Place {
  readonly depth: number;
  path(): string;
}

interface Frame {
  readonly container: readonly unknown[] | Record<string, unknown>;
  readonly keys: readonly string[] | null;
  next: number;
}

/** The result of a visitor: descend into this value, skip it, or end the walk. */
export type Step = "into" | "over" | "stop";

/**
 * Visits every value (and, with `key`, every key) of a JSON value in document order. Works without recursion, because
 * `JSON.parse` accepts depths at which recursion would overflow the stack.
 */
export function walkJson(
  root: unknown,
  visit: (value: unknown, place: Place) => Step,
  key: (name: string, place: Place) => Step = () => "into",
): void {
  const stack: Frame[] = [];
  const place: Place = {
    get depth() {
      return stack.length;
    },
    path: () =>
      pointer(...stack.map((frame) => (frame.keys === null ? frame.next - 1 : (frame.keys[frame.next - 1] ?? "")))),
  };
  const enter = (value: unknown): boolean => {
    const step = visit(value, place);
    if (step === "stop") return false;
    if (step === "into" && typeof value === "object" && value !== null) {
      const isArray = Array.isArray(value);
      const container = value as readonly unknown[] | Record<string, unknown>;
      stack.push({ container, keys: isArray ? null : Object.keys(value), next: 0 });
    }
    return true;
  };
  if (!enter(root)) return;
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const index = frame.next;
    const length = frame.keys === null ? (frame.container as readonly unknown[]).length : frame.keys.length;
    if (index >= length) {
      stack.pop();
      continue;
    }
    frame.next = index + 1;
    if (frame.keys === null) {
      if (!enter((frame.container as readonly unknown[])[index])) return;
      continue;
    }
    const name = frame.keys[index] as string;
    const step = key(name, place);
    if (step === "stop") return;
    if (step === "into" && !enter((frame.container as Record<string, unknown>)[name])) return;
  }
}
