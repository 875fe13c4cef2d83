import { sql, type RawBuilder } from "kysely";
import type { TypePattern } from "@tempograph/graph";

/** The condition that an event's type fits a pattern, as `fitsType` decides it outside of Postgres. */
export function typeFits(column: RawBuilder<unknown>, pattern: TypePattern): RawBuilder<boolean> {
  switch (pattern.kind) {
    case "any":
      return sql<boolean>`true`;
    case "exact":
      return sql<boolean>`${column} = ${pattern.type}`;
    case "prefix":
      return sql<boolean>`starts_with(${column}, ${pattern.prefix})`;
  }
}
