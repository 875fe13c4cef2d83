import { minifyIntrospection, outputIntrospectionFile } from "@gql.tada/internal";
import { buildSchema, introspectionFromSchema } from "graphql";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { SCHEMA_TYPES, SDL } from "./places.ts";

/**
 * Writes the types of the API's schema, of which gql.tada makes the types of queries and of their answers. They are made anew before each
 * check of types and each build, and are no part of the repository. A file that is right stays untouched, so that nothing is checked in vain.
 */
export function writeSchemaTypes(): void {
  const introspection = introspectionFromSchema(buildSchema(readFileSync(SDL, "utf8")), { descriptions: false });
  const types = outputIntrospectionFile(minifyIntrospection(introspection), {
    fileType: ".d.ts",
    shouldPreprocess: true,
  });
  if (existsSync(SCHEMA_TYPES) && readFileSync(SCHEMA_TYPES, "utf8") === types) return;
  mkdirSync(dirname(SCHEMA_TYPES), { recursive: true });
  writeFileSync(SCHEMA_TYPES, types);
}
