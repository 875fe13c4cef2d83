import pg from "pg";

const { INT8 } = pg.types.builtins;

/** How columns are read: bigint as a number, all others as node-postgres does it (jsonb parsed, timestamptz as Date). */
export const typeParsers = {
  getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown {
    if (oid === INT8 && format !== "binary") return parseBigint;
    return pg.types.getTypeParser(oid, format as "text");
  },
};

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number; select it ::text`);
  return value;
}
