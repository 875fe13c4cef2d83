/** A table of a user's database. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

const PLAIN = String.raw`[A-Za-z_][\w$]{0,62}`;
const QUOTED = String.raw`"(?:[^"\u0000]|""){1,63}"`;
const NAME = new RegExp(String.raw`^(?:(${PLAIN}|${QUOTED})\.)?(${PLAIN}|${QUOTED})$`);

/**
 * Reads `orders`, `shop.orders` or `"Shop"."Order Items"`. Without a schema it is `public`. A name without quotes is folded to lower case,
 * as Postgres does it. Undefined: it is no name of a table.
 */
export function parseTableName(text: string): TableName | undefined {
  const match = NAME.exec(text);
  return match === null ? undefined : { schema: identifier(match[1] ?? "public"), table: identifier(match[2]!) };
}

function identifier(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
}

/** As the data of events has it. */
export function tableText({ schema, table }: TableName): string {
  return `${schema}.${table}`;
}
