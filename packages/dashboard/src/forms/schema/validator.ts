import { SchemaCheck, type JsonObject, type JsonSchema } from "@tempograph/graph";
import type { RJSFSchema, ValidatorType } from "@rjsf/utils";

/**
 * Our checker of schemas in the place of the library's own, which compiles schemas with `new Function`. The library asks it only which alternative of a schema a
 * value fits; what is wrong with a value comes from `validateGraph`.
 */
export const validator: ValidatorType = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
  isValid(schema, formData: unknown, rootSchema) {
    try {
      const { $defs, definitions } = rootSchema as RJSFSchema;
      // References begin at the root of the form's schema.
      const named = { ...($defs && { $defs }), ...(definitions && { definitions }) };
      const boxed = { ...named, properties: { value: schema }, required: ["value"] } as unknown as JsonSchema;
      const value = formData === undefined ? {} : { value: formData };
      return new SchemaCheck(boxed).check(value as JsonObject, true).length === 0;
    } catch {
      // A schema that cannot be used fits nothing. The validator of graphs reports it as NODE_SCHEMA_UNUSABLE.
      return false;
    }
  },
};
