import type { Migration } from "kysely/migration";
import * as first from "./0001-first.ts";

/**
 * Every migration, in order of its name; a name, once released, stays. Named here instead of read from a folder, so that
 * a bundled or moved program has them too.
 */
export const allMigrations: Readonly<Record<string, Migration>> = {
  "0001-first": first,
};
