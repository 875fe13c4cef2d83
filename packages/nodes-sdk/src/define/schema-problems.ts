/** The problems of a zod schema that is to be written as JSON Schema. `object`: whether it has to be one of named fields. */
export function schemaProblems(name: string, schema: unknown, toJsonSchema: () => unknown, object: boolean): string[] {
  const def = (schema as { _zod?: { def?: { type?: string } } } | undefined)?._zod?.def;
  if (def === undefined)
    return [`\`${name}\` is no zod 4 schema: write ${name}: z.object({ … }), with zod 4 or later.`];
  if (object && def.type !== "object")
    return [`\`${name}\` is a zod ${def.type}: an input is an object of named fields, z.object({ … }).`];
  try {
    toJsonSchema();
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      `\`${name}\` cannot be written as JSON Schema (${why}): use types that JSON has, such as z.iso.datetime() for a date.`,
    ];
  }
}
