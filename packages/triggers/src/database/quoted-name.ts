import type { TableName } from "@tempograph/graph";

/** A table as SQL has it. */
export function tableSql({ schema, table }: TableName): string {
  return `${quoted(schema)}.${quoted(table)}`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
