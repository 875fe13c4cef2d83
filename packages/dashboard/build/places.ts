import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const ROOT: string = fileURLToPath(new URL("../../../", import.meta.url));
/** The folder of this package. */
export const PACKAGE: string = join(ROOT, "packages/dashboard");
/** Where what was built is kept, by the content of its sources. It is a folder that git does not see. */
export const CACHE: string = join(ROOT, "node_modules/.cache/tempograph/dashboard");
/** The API's schema, of which the types of queries are made. */
export const SDL: string = join(ROOT, "packages/api/schema.graphql");
/** The types of the schema, for the documents in `src`. */
export const SCHEMA_TYPES: string = join(PACKAGE, "src/data/generated/schema.d.ts");
