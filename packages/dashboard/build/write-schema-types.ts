import { writeSchemaTypes } from "./schema-types.ts";

writeSchemaTypes();
