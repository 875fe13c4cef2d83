import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import pg from "pg";

/** Every form in which a value may stand in a place where it does not belong. */
function formsOf(value: string): Buffer[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].flatMap((before) => {
    // What stands before and after changes the characters at both ends, so only the middle is looked for.
    const encoded = Buffer.concat([Buffer.alloc(before, "u"), bytes, Buffer.from("::")]).toString("base64");
    const middle = encoded.slice(4, 4 + 4 * Math.floor((bytes.length - 4) / 3));
    return [middle, middle.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const texts = [value, encodeURIComponent(value), percent, percent.toUpperCase(), bytes.toString("hex"), ...base64];
  return [...new Set(texts)].map((text) => Buffer.from(text));
}

const ZSTD = Buffer.from("28b52ffd", "hex");

/** Large values are stored compressed, so that nothing can be found in them as they are. */
function decompressed(bytes: Uint8Array): Uint8Array {
  return ZSTD.equals(bytes.subarray(0, ZSTD.length)) ? zstdDecompressSync(bytes) : bytes;
}

/** Looks for values in whatever form, and says where each was found. */
export function createCanaryFinder(values: Readonly<Record<string, string>>) {
  const forms = Object.entries(values).map(([name, value]) => ({ name, forms: formsOf(value) }));
  const found = new Set<string>();
  const look = (place: string, content: string | Uint8Array): void => {
    const bytes =
      typeof content === "string"
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    for (const { name, forms: each } of forms)
      if (each.some((form) => bytes.includes(form))) found.add(`${name} in ${place}`);
  };
  return {
    look,
    /** Every column of every table. */
    async lookIntoTables(databaseUrl: string): Promise<void> {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      try {
        const tables = await client.query<{ name: string }>(
          "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
        );
        for (const { name } of tables.rows) {
          const { rows } = await client.query<Record<string, unknown>>(`select * from "${name}"`);
          for (const row of rows)
            for (const [column, value] of Object.entries(row))
              look(
                `${name}.${column}`,
                value instanceof Uint8Array ? decompressed(value) : (JSON.stringify(value) ?? ""),
              );
        }
      } finally {
        await client.end();
      }
    },
    /** The bytes of every file below a folder: databases, their journals, logs. */
    lookIntoFiles(folder: string): void {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) {
          const file = join(entry.parentPath, entry.name);
          look(`the file ${relative(folder, file)}`, readFileSync(file));
        }
    },
    /** Which canary was found where, since the last call. */
    found(): string[] {
      const all = [...found].toSorted();
      found.clear();
      return all;
    },
  };
}
