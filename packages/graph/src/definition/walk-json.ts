import { pointer } from "./json-pointer.ts";

/** Where a walk stands: `path()` is built only when somebody asks, so that a walk without findings costs no strings. */
export interface Place {
  readonly depth: number;
  path(): string;
}

interface Frame {
  readonly container: readonly unknown[] | Record<string, unknown>;
  readonly keys: readonly string[] | null;
  next: number;
}

/** What a visitor answers: go into this value, step over it, or end the walk. */
export type Step = "into" | "over" | "stop";

/**
 * Visits every value (and, by `key`, every key) of a JSON value in document order. Iterative: `JSON.parse` accepts
 * depths at which recursion dies.
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
