import type { Json, JsonObject } from "../definition/json.ts";

/** One keyword that a value does not fit. The locations are JSON Pointers that begin with `#`. */
export interface SchemaError {
  readonly instanceLocation: string;
  readonly keyword: string;
  readonly keywordLocation: string;
  readonly error: string;
}

/** Names of properties, or numbers of items, that some keyword has checked. */
export type Checked = Set<string | number>;

/** One schema at one place of the value. */
export class Visit {
  readonly value: Json;
  readonly schema: JsonObject;
  readonly at: string;
  readonly of: string;
  readonly checked: Checked;
  readonly errors: SchemaError[];

  constructor(value: Json, schema: JsonObject, at: string, of: string, checked: Checked, errors: SchemaError[]) {
    this.value = value;
    this.schema = schema;
    this.at = at;
    this.of = of;
    this.checked = checked;
    this.errors = errors;
  }

  error(keyword: string, error: string): SchemaError {
    return { instanceLocation: this.at, keyword, keywordLocation: `${this.of}/${keyword}`, error };
  }

  fail(keyword: string, error: string): void {
    this.errors.push(this.error(keyword, error));
  }

  /** Adds the errors of schemas inside, after one that names the keyword. Without errors inside nothing is wrong, unless `always`. */
  include(keyword: string, error: string, inner: readonly SchemaError[], always = false): void {
    if (inner.length === 0 && !always) return;
    this.fail(keyword, error);
    append(this.errors, inner);
  }
}

/** `push(...errors)` overflows the stack when there are very many. */
export function append(errors: SchemaError[], more: readonly SchemaError[]): void {
  for (const error of more) errors.push(error);
}
