import { z } from "zod";
import type { Principal } from "../access/principal.ts";
import { may, rolesToUse } from "../access/roles.ts";
import { PAYLOADS_HIDDEN, graphqlMeta } from "./fields.ts";

// A payload is a value that workflows work with: the data of an event, an input, an output, a log line. The schemas of answers mark
// these fields (`payload` in `fields.ts`), and GraphQL and REST both read the mark. A caller without the permission `payloads` gets
// null in the place of a payload, or "[hidden]" where the schema requires a text, and the reason in the field `payloadsHidden`.

/** Why this caller may not read payloads. Null: it may. */
export function whyHidden(caller: Principal): string | null {
  if (may(caller, "payloads")) return null;
  return `The roles of ${caller.name} (${caller.roles.join(", ")}) do not allow reading payloads. Use a token with ${rolesToUse("payloads")}.`;
}

export function isPayload(schema: z.ZodType): boolean {
  return graphqlMeta(schema).payload === true;
}

/** What stands in the place of a payload. */
export function hiddenValue(schema: z.ZodType): string | null {
  return schema instanceof z.ZodString ? "[hidden]" : null;
}

/**
 * The answer as the caller may see it. Where a payload is hidden, fields that the schema does not describe are left out as well,
 * because nothing says what they hold.
 */
export function withoutPayloads(schema: z.ZodType, value: unknown, caller: Principal): unknown {
  const reason = whyHidden(caller);
  return reason === null ? value : hide(schema, value, reason);
}

function hide(schema: z.ZodType, value: unknown, reason: string): unknown {
  if (value === null || value === undefined) return value;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return hide(schema.unwrap() as z.ZodType, value, reason);
  if (schema instanceof z.ZodArray)
    return (value as readonly unknown[]).map((item) => hide(schema.element as z.ZodType, item, reason));
  if (!(schema instanceof z.ZodObject)) return value;
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  const hides = Object.values(shape).some(isPayload);
  const fields = Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    const its = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (its === undefined) return hides ? [] : [[name, field]];
    return [[name, isPayload(its) ? hiddenValue(its) : hide(its, field, reason)]];
  });
  return Object.fromEntries(hides ? [...fields, [PAYLOADS_HIDDEN, reason]] : fields);
}
