/** A table of a user's database. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** A name without quotes is folded to lower case, as Postgres does it; `"Order Items"` keeps its letters and spaces. */
const IDENTIFIER = String.raw`(?:[A-Za-z_][\w$]{0,62}|"(?:[^"\u0000]|""){1,63}")`;
const NAME = new RegExp(String.raw`^(?:(${IDENTIFIER})\.)?(${IDENTIFIER})$`);

/** Reads `orders`, `shop.orders` or `"Shop"."Order Items"`. Without a schema it is `public`. Undefined: it is no name of a table. */
export function parseTableName(text: string): TableName | undefined {
  const match = NAME.exec(text);
  return match === null ? undefined : { schema: identifier(match[1] ?? "public"), table: identifier(match[2]!) };
}

function identifier(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
}

/** As `DatabaseChange.table` has it. */
export function tableText({ schema, table }: TableName): string {
  return `${schema}.${table}`;
}

/** As SQL has it. */
export function tableSql({ schema, table }: TableName): string {
  return `${quoted(schema)}.${quoted(table)}`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
