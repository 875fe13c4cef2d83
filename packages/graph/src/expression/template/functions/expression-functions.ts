import { dateFunctions } from "./date-functions.ts";
import { encodingFunctions } from "./encoding-functions.ts";
import { hashFunctions } from "./hash-functions.ts";
import { jsonFunctions } from "./json-functions.ts";
import { listFunctions } from "./list-functions.ts";
import { mapFunctions } from "./map-functions.ts";
import { numberFunctions } from "./number-functions.ts";
import type { ExpressionFunction, TemplateFunction } from "./template-function.ts";
import { textFunctions } from "./text-functions.ts";
import { typeFunctions } from "./type-functions.ts";
import { valueFunctions } from "./value-functions.ts";

/**
 * All functions and methods of templates, as an allow-list. A function of the CEL library is added only if its cost is
 * bounded and its result is the same on every machine. For that reason bytes and everything that reads the machine's time
 * zone or locale data are left out.
 */
export const TEMPLATE_FUNCTION_TABLE: readonly TemplateFunction[] = [
  ...textFunctions,
  ...numberFunctions,
  ...listFunctions,
  ...mapFunctions,
  ...dateFunctions,
  ...jsonFunctions,
  ...encodingFunctions,
  ...hashFunctions,
  ...valueFunctions,
  ...typeFunctions,
];

/**
 * The functions of templates as data, for editors and for the page `docs/functions.md`, in its order. Examples run with the
 * payload `{ "lead": { "name": "Ada" } }`, and `now()` at 2026-03-29T01:30:00Z in the step `greet` of the execution `example`.
 */
export const EXPRESSION_FUNCTIONS: readonly ExpressionFunction[] = TEMPLATE_FUNCTION_TABLE.map(
  ({ name, kind, group, signature, description, example, result }) => ({
    ...{ name, kind, group, signature, description, example, result },
  }),
);
