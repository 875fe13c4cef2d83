import { plainText } from "./plain-text.ts";

export type Row = Readonly<Record<string, unknown>>;

const LONGEST_CELL = 60;

/** A value in a cell of a table. */
export function cell(value: unknown): string {
  if (value === null || value === undefined || value === "") return "-";
  const { message } = value as { readonly message?: unknown };
  // A problem, of which there is no room for more.
  const shown = typeof value === "string" ? value : typeof message === "string" ? message : JSON.stringify(value);
  const text = plainText(shown);
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
}

/** A table with the columns' names as its first line. An empty list is an empty text. */
export function table(rows: readonly object[], columns: readonly string[]): string {
  if (rows.length === 0) return "";
  const cells = [columns.map(heading), ...rows.map((row) => columns.map((column) => cell((row as Row)[column])))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]!.length)));
  return cells
    .map(
      (line) =>
        `${line
          .map((text, at) => text.padEnd(widths[at]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** `publishedVersion` is PUBLISHED VERSION. */
function heading(column: string): string {
  return column.replaceAll(/(?=[A-Z])/g, " ").toUpperCase();
}

/** An object as one line per field. Values that are objects follow as indented JSON. */
export function record(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return `${JSON.stringify(value, null, 2)}\n`;
  const fields = Object.entries(value).filter(([, its]) => its !== undefined && its !== null);
  const width = Math.max(0, ...fields.map(([name]) => name.length));
  return fields.map(([name, its]) => `${name.padEnd(width)}  ${shown(its).replaceAll("\n", "\n  ")}\n`).join("");
}

function shown(value: unknown): string {
  if (typeof value === "string") return plainText(value);
  const flat = JSON.stringify(value);
  return flat.length <= 100 ? flat : JSON.stringify(value, null, 2);
}

/** The columns of rows for which nobody has chosen any: the first six fields with plain values. */
export function usualColumns(rows: readonly Row[]): string[] {
  const plain = (name: string): boolean =>
    rows.some((row) => row[name] != null) && rows.every((row) => typeof row[name] !== "object" || row[name] === null);
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(plain).slice(0, 6);
}
