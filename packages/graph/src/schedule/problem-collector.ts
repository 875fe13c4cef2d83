import { DurationError } from "../definition/duration.ts";
import { pointer } from "../definition/json-pointer.ts";
import type { Problem } from "../definition/problem.ts";
import { MomentError } from "../time-zone/moment-error.ts";
import { CalendarError } from "./calendar-field.ts";

/** Runs the readers of fields, and collects what they throw as problems with their places, so that one answer tells all of them. */
export class ProblemCollector {
  readonly problems: Problem[] = [];
  readonly #code: string;
  readonly #path: string;

  /** `code` is that of a `CalendarError`; the other errors have their own. Paths begin with `path`. */
  constructor(code: string, path: string) {
    this.#code = code;
    this.#path = path;
  }

  /** What `read` gives; undefined if it throws. */
  at<T>(segments: readonly (string | number)[], read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      const known = error instanceof CalendarError || error instanceof MomentError || error instanceof DurationError;
      if (!known) throw error;
      this.add(segments, error);
      return undefined;
    }
  }

  add(segments: readonly (string | number)[], error: CalendarError | MomentError | DurationError): void {
    this.problems.push({
      code: error instanceof CalendarError ? this.#code : error.code,
      severity: "error",
      path: this.#path + pointer(...segments),
      message: `${error.message}.`,
      hint: `${error.hint}.`,
    });
  }

  /** Reads one item or a list of them. */
  each<Item, T>(field: string, items: Item | readonly Item[] | undefined, read: (item: Item) => T): T[] {
    if (items === undefined) return [];
    const list = Array.isArray(items) ? (items as readonly Item[]) : undefined;
    return (list ?? [items as Item])
      .map((item, index) => this.at(list === undefined ? [field] : [field, index], () => read(item)))
      .filter((value) => value !== undefined);
  }
}
