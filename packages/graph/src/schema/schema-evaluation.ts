import { deepCompareStrict } from "@cfworker/json-schema";
import { jsonSize } from "../definition/json-size.ts";
import { isObject, type Json, type JsonSchema } from "../definition/json.ts";
import { pointer } from "../definition/json-pointer.ts";
import { RegexError, type LinearRegex } from "../expression/template/linear-regex.ts";
import { compilePattern } from "./compile-pattern.ts";
import { characters, checkNumber, checkUnique, hasFormat, isOfType, typeName } from "./schema-keywords.ts";
import { SchemaFault, SchemaReferences } from "./schema-reference.ts";
import { append, Visit, type Checked, type SchemaError } from "./schema-visit.ts";

/** Checking the value would take more steps than a check may take (I14). */
export class SchemaBudgetExceeded extends Error {}

/** Steps that one check may take: some 50 milliseconds of work. */
const MAX_STEPS = 1_000_000;
/** What the visit of one schema costs. One step is about one character of a text that a pattern reads. */
const STEPS_OF_A_VISIT = 8;
/** Characters of a value that are compared, or written into an error, in one step. */
const CHARACTERS_OF_A_STEP = 16;
/** Schemas that may be under way at once. A schema that refers to itself without end would overflow the stack. */
const MAX_DEPTH = 600;

export interface EvaluationOptions {
  /** Ends at the first error where that saves work. */
  readonly quick?: boolean;
  /** What becomes of a pattern that the linear engine does not know: an error, or every text fits it. */
  readonly unknownPattern?: "refuse" | "accept";
}

type Fields = { readonly [name: string]: Json };

/**
 * Checks values against one schema of JSON Schema 2020-12. It replaces `validate` of @cfworker/json-schema, which cannot be
 * bounded: that one runs `pattern` as RegExp, which takes exponential time on some texts, and a schema of twenty levels that each
 * name the next one twice takes a million visits. Here patterns run on the linear engine, and each visit counts as steps. The
 * errors are the library's, in its order. Not known are `$id`, `$dynamicRef` and the keywords of older drafts.
 */
export class SchemaEvaluation {
  readonly #root: JsonSchema;
  readonly #references: SchemaReferences;
  readonly #quick: boolean;
  readonly #acceptsUnknown: boolean;
  readonly #patterns = new Map<string, LinearRegex | null>();
  readonly #lengths = new WeakMap<object, number>();
  #steps = 0;
  #depth = 0;

  constructor(schema: JsonSchema, { quick = false, unknownPattern = "refuse" }: EvaluationOptions = {}) {
    this.#root = schema;
    this.#references = new SchemaReferences(schema);
    this.#quick = quick;
    this.#acceptsUnknown = unknownPattern === "accept";
  }

  /** @throws SchemaFault if the schema cannot be used, SchemaBudgetExceeded if the check takes too many steps */
  errors(value: Json): SchemaError[] {
    this.#steps = MAX_STEPS;
    this.#depth = 0;
    const errors: SchemaError[] = [];
    this.#visit(value, this.#root, "#", "#", new Set(), errors);
    return errors;
  }

  #spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0)
      throw new SchemaBudgetExceeded(`Checking the value against the schema takes more than ${MAX_STEPS} steps`);
  }

  /** Checks the value against one schema; whether it fits. The errors are added to `errors`, what was checked to `checked`. */
  #visit(value: Json, schema: JsonSchema, at: string, of: string, checked: Checked, errors: SchemaError[]): boolean {
    this.#spend(STEPS_OF_A_VISIT);
    if (typeof schema !== "object" || schema === null) {
      if (schema === false)
        errors.push({
          instanceLocation: at,
          keyword: "false",
          keywordLocation: at,
          error: "False boolean schema.",
        });
      return schema !== false;
    }
    if (++this.#depth > MAX_DEPTH) throw new SchemaFault(`The schema leads more than ${MAX_DEPTH} schemas deep`);
    const before = errors.length;
    const visit = new Visit(value, schema, at, of, checked, errors);
    this.#reference(visit);
    this.#typeAndValues(visit);
    this.#combined(visit);
    this.#condition(visit);
    if (Array.isArray(value)) this.#list(visit, value);
    else if (typeof value === "object" && value !== null) this.#object(visit, value as Fields);
    else if (typeof value === "number") checkNumber(visit, value);
    else if (typeof value === "string") this.#text(visit, value);
    this.#depth -= 1;
    return errors.length === before;
  }

  /** Checks the same value against a schema inside. The errors go to a list of their own. */
  #inside(visit: Visit, schema: JsonSchema, keyword: string, checked: Checked = visit.checked): SchemaError[] {
    const errors: SchemaError[] = [];
    this.#visit(visit.value, schema, visit.at, `${visit.of}/${keyword}`, checked, errors);
    // Each schema around it copies the errors into its own list.
    this.#spend(errors.length);
    return errors;
  }

  /** Checks a property or an item. If it does not fit, the errors begin with the keyword's own. Returns whether it fits. */
  #child(visit: Visit, value: Json, schema: JsonSchema, keyword: string, key: string | number, error: string): boolean {
    const inner: SchemaError[] = [];
    const at = visit.at + pointer(key);
    // Errors hold both locations, which are long below a long name.
    this.#spend((at.length + visit.of.length) >> 6);
    if (this.#visit(value, schema, at, `${visit.of}/${keyword}`, new Set(), inner)) return true;
    this.#spend(inner.length);
    visit.include(keyword.split("/", 1)[0]!, error, inner);
    return false;
  }

  #reference(visit: Visit): void {
    const { $ref } = visit.schema;
    if ($ref === undefined) return;
    visit.include("$ref", "A subschema had errors.", this.#inside(visit, this.#references.resolve($ref), "$ref"));
  }

  #typeAndValues(visit: Visit): void {
    const { type, const: constant, enum: values } = visit.schema;
    if (type !== undefined) {
      const types = (Array.isArray(type) ? type : [type]) as readonly Json[];
      this.#spend(types.length);
      if (!types.some((one) => isOfType(visit.value, one)))
        visit.fail("type", `Instance type "${typeName(visit.value)}" is invalid. Expected "${types.join('", "')}".`);
    }
    if (constant !== undefined && !this.#same(visit.value, constant))
      visit.fail("const", `Instance does not match ${this.#written(constant)}.`);
    if (Array.isArray(values) && !values.some((one) => this.#same(visit.value, one as Json)))
      visit.fail("enum", `Instance does not match any of ${this.#written(values)}.`);
  }

  #same(one: Json, other: Json): boolean {
    this.#spend(1);
    if (typeof one !== "object" || one === null) return one === other;
    if (typeof other !== "object" || other === null) return false;
    this.#spend(this.#length(other) / CHARACTERS_OF_A_STEP);
    return deepCompareStrict(one, other);
  }

  /** A value of the schema as it stands in an error. */
  #written(value: Json): string {
    this.#spend(this.#length(value) / CHARACTERS_OF_A_STEP);
    return JSON.stringify(value);
  }

  /** The characters of a value of the schema, which is measured once. */
  #length(value: Json): number {
    if (typeof value !== "object" || value === null) return typeof value === "string" ? value.length : 8;
    let length = this.#lengths.get(value);
    if (length === undefined) this.#lengths.set(value, (length = jsonSize(value, Number.MAX_SAFE_INTEGER)));
    return length;
  }

  #combined(visit: Visit): void {
    const { not, anyOf, allOf, oneOf } = visit.schema;
    if (not !== undefined && this.#inside(visit, not as JsonSchema, "not", new Set()).length === 0)
      visit.fail("not", 'Instance matched "not" schema.');
    const fitting: Checked[] = [];
    for (const [keyword, schemas] of [
      ["anyOf", anyOf],
      ["allOf", allOf],
      ["oneOf", oneOf],
    ] as const) {
      if (!Array.isArray(schemas)) continue;
      const errors: SchemaError[] = [];
      let fits = 0;
      for (const [index, schema] of (schemas as readonly JsonSchema[]).entries()) {
        this.#spend(visit.checked.size);
        const checked: Checked = new Set(visit.checked);
        const inner = this.#inside(visit, schema, `${keyword}/${index}`, checked);
        append(errors, inner);
        if (inner.length > 0) continue;
        fits += 1;
        fitting.push(checked);
      }
      if (keyword === "anyOf" && fits === 0) visit.include(keyword, "Instance does not match any subschemas.", errors);
      if (keyword === "allOf" && fits < schemas.length)
        visit.include(keyword, "Instance does not match every subschema.", errors);
      if (keyword === "oneOf" && fits !== 1)
        visit.include(keyword, `Instance does not match exactly one subschema (${fits} matches).`, errors, true);
    }
    for (const checked of fitting) for (const key of checked) visit.checked.add(key);
  }

  #condition(visit: Visit): void {
    const { if: condition, then, else: otherwise } = visit.schema;
    if (condition === undefined) return;
    const checked: Checked = new Set();
    const holds = this.#inside(visit, condition as JsonSchema, "if", checked).length === 0;
    if (holds) for (const key of checked) visit.checked.add(key);
    const [keyword, branch] = holds ? (["then", then] as const) : (["else", otherwise] as const);
    if (branch === undefined) return;
    const errors = this.#inside(visit, branch as JsonSchema, keyword);
    visit.include("if", `Instance does not match "${keyword}" schema.`, errors);
  }

  #object(visit: Visit, value: Fields): void {
    const { schema, checked } = visit;
    const keys = Object.keys(value);
    this.#spend(keys.length);
    for (const key of (schema["required"] as readonly string[] | undefined) ?? []) {
      this.#spend(1);
      if (!Object.hasOwn(value, key)) visit.fail("required", `Instance does not have required property "${key}".`);
    }
    const { minProperties, maxProperties } = schema as { minProperties?: number; maxProperties?: number };
    if (minProperties !== undefined && keys.length < minProperties)
      visit.fail("minProperties", `Instance does not have at least ${minProperties} properties.`);
    if (maxProperties !== undefined && keys.length > maxProperties)
      visit.fail("maxProperties", `Instance has more than ${maxProperties} properties.`);
    const names = schema["propertyNames"] as JsonSchema | undefined;
    if (names !== undefined)
      for (const key of keys)
        this.#child(visit, key, names, "propertyNames", key, `Property name "${key}" does not match schema.`);
    for (const [key, needed] of entriesOf(schema["dependentRequired"])) {
      this.#spend(1);
      if (!Object.hasOwn(value, key)) continue;
      for (const other of needed as readonly string[]) {
        this.#spend(1);
        if (!Object.hasOwn(value, other))
          visit.fail("dependentRequired", `Instance has "${key}" but does not have "${other}".`);
      }
    }
    for (const [key, dependent] of entriesOf(schema["dependentSchemas"])) {
      this.#spend(1);
      if (!Object.hasOwn(value, key)) continue;
      const inner = this.#inside(visit, dependent as JsonSchema, `dependentSchemas${pointer(key)}`);
      visit.include("dependentSchemas", `Instance has "${key}" but does not match dependant schema.`, inner);
    }
    this.#properties(visit, value, keys, checked);
  }

  #properties(visit: Visit, value: Fields, keys: readonly string[], checked: Checked): void {
    const { properties, patternProperties, additionalProperties, unevaluatedProperties } = visit.schema;
    const named: Checked = new Set();
    let stopped = false;
    const check = (key: string, schema: JsonSchema, keyword: string, error: string): void => {
      named.add(key);
      if (this.#child(visit, value[key]!, schema, keyword, key, error)) checked.add(key);
      else stopped = this.#quick;
    };
    for (const [key, schema] of entriesOf(properties)) {
      if (stopped) return;
      this.#spend(1);
      if (!Object.hasOwn(value, key)) continue;
      const keyword = `properties${pointer(key)}`;
      check(key, schema as JsonSchema, keyword, `Property "${key}" does not match schema.`);
    }
    for (const [pattern, schema] of entriesOf(patternProperties)) {
      const keyword = `patternProperties${pointer(pattern)}`;
      const error = (key: string) =>
        `Property "${key}" matches pattern "${pattern}" but does not match associated schema.`;
      for (const key of keys) {
        if (stopped) return;
        if (this.#matches(pattern, key)) check(key, schema as JsonSchema, keyword, error(key));
      }
    }
    const rest = additionalProperties ?? unevaluatedProperties;
    if (rest === undefined) return;
    const keyword = additionalProperties === undefined ? "unevaluatedProperties" : "additionalProperties";
    const known = additionalProperties === undefined ? checked : named;
    const what = additionalProperties === undefined ? "unevaluated" : "additional";
    for (const key of keys) {
      if (stopped) return;
      if (!known.has(key))
        check(key, rest as JsonSchema, keyword, `Property "${key}" does not match ${what} properties schema.`);
    }
  }

  #list(visit: Visit, items: readonly Json[]): void {
    const { schema, checked } = visit;
    const { minItems, maxItems, prefixItems, items: each, unevaluatedItems, uniqueItems } = schema as Fields;
    this.#spend(items.length);
    if (typeof maxItems === "number" && items.length > maxItems)
      visit.fail("maxItems", `Array has too many items (${items.length} > ${maxItems}).`);
    if (typeof minItems === "number" && items.length < minItems)
      visit.fail("minItems", `Array has too few items (${items.length} < ${minItems}).`);
    const prefix = (Array.isArray(prefixItems) ? prefixItems : []) as readonly JsonSchema[];
    let stopped = false;
    for (const [index, item] of items.entries()) {
      if (stopped) break;
      const inPrefix = index < prefix.length;
      const of = (inPrefix ? prefix[index] : each) as JsonSchema | undefined;
      if (of === undefined) break;
      checked.add(index);
      const keyword = inPrefix ? `prefixItems/${index}` : "items";
      if (!this.#child(visit, item, of, keyword, index, "Items did not match schema.")) stopped = this.#quick;
    }
    if (schema["contains"] !== undefined) this.#contains(visit, items);
    if (unevaluatedItems !== undefined)
      for (const [index, item] of items.entries()) {
        if (stopped) break;
        if (checked.has(index)) continue;
        checked.add(index);
        const error = "Items did not match unevaluated items schema.";
        this.#child(visit, item, unevaluatedItems as JsonSchema, "unevaluatedItems", index, error);
      }
    if (uniqueItems === true) {
      this.#spend(jsonSize(items, Number.MAX_SAFE_INTEGER) / CHARACTERS_OF_A_STEP);
      checkUnique(visit, items);
    }
  }

  #contains(visit: Visit, items: readonly Json[]): void {
    const { contains, minContains, maxContains } = visit.schema as {
      readonly contains: JsonSchema;
      readonly minContains?: number;
      readonly maxContains?: number;
    };
    let contained = 0;
    for (const [index, item] of items.entries()) {
      if (!this.#visit(item, contains, `${visit.at}/${index}`, `${visit.of}/contains`, new Set(), [])) continue;
      visit.checked.add(index);
      contained += 1;
    }
    const least = minContains ?? 1;
    if (contained < least) {
      const keyword = minContains === undefined ? "contains" : "minContains";
      const error =
        minContains === undefined
          ? "Array does not contain item matching schema."
          : `Array must contain at least ${least} items matching schema. Only ${contained} items were found.`;
      visit.fail(keyword, error);
    } else if (maxContains !== undefined && contained > maxContains)
      visit.fail(
        "maxContains",
        `Array may contain at most ${maxContains} items matching schema. ${contained} items were found.`,
      );
  }

  #text(visit: Visit, text: string): void {
    const { minLength, maxLength, pattern, format: named } = visit.schema;
    this.#spend(text.length >> 4);
    const length = typeof minLength === "number" || typeof maxLength === "number" ? characters(text) : 0;
    if (typeof minLength === "number" && length < minLength)
      visit.fail("minLength", `String is too short (${length} < ${minLength}).`);
    if (typeof maxLength === "number" && length > maxLength)
      visit.fail("maxLength", `String is too long (${length} > ${maxLength}).`);
    if (typeof pattern === "string" && !this.#matches(pattern, text))
      visit.fail("pattern", "String does not match pattern.");
    if (typeof named === "string" && !hasFormat(named, text))
      visit.fail("format", `String does not match format "${named}".`);
  }

  #matches(pattern: string, text: string): boolean {
    let regex = this.#patterns.get(pattern);
    if (regex === undefined) {
      regex = this.#compile(pattern);
      this.#patterns.set(pattern, regex);
    }
    return regex === null || regex.test(text, (work) => this.#spend(work));
  }

  #compile(pattern: string): LinearRegex | null {
    try {
      return compilePattern(pattern);
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      if (this.#acceptsUnknown) return null;
      throw new SchemaFault(`The pattern "${pattern.slice(0, 60)}" cannot be used: ${error.message}`);
    }
  }
}

function entriesOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}
