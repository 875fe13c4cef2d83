import { createHash } from "node:crypto";
import type { ExportTarget } from "./export-target.ts";

export interface ExportedBatch {
  readonly project: string;
  /** The day on which the first of them closed, for the folder. */
  readonly day: Date;
  /** What the rows are of. */
  readonly kind: "executions" | "events";
  readonly level: number;
  /** The first and last number, and the ids: the same batch has the same name, and replaces what an interrupted round has left. */
  readonly first: number;
  readonly last: number;
  readonly ids: readonly string[];
}

export interface Exported {
  readonly exportedRows: number;
  readonly exportedBytes: number;
}

/** Writes the lines, then a manifest beside them that says what a reader has to find there. */
export async function exportLines(
  target: ExportTarget,
  batch: ExportedBatch,
  lines: readonly string[],
): Promise<Exported> {
  const { project, day, kind, level, first, last, ids } = batch;
  const same = createHash("sha256")
    .update([...ids].sort().join("\n"))
    .digest("hex")
    .slice(0, 12);
  const range = `${String(first)}-${String(last)}`;
  const name = `${project}/${day.toISOString().slice(0, 10)}/${kind}-${range}-level${String(level)}-${same}`;
  const text = lines.map((line) => `${line}\n`).join("");
  await target.write(`${name}.ndjson`, text);
  const bytes = Buffer.byteLength(text);
  const manifest = {
    format: 1,
    file: `${name}.ndjson`,
    ...{ project, kind, level, ids: ids.length, rows: lines.length, bytes },
    sha256: createHash("sha256").update(text).digest("hex"),
    writtenAt: new Date().toISOString(),
  };
  await target.write(`${name}.manifest.json`, `${JSON.stringify(manifest)}\n`);
  return { exportedRows: lines.length, exportedBytes: bytes };
}
