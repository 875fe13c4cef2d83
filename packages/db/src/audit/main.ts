import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { ADMINISTRATION_MS } from "../connection/bounds.ts";
import { failureText } from "../connection/failure-text.ts";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { cutAudit } from "./cut-audit.ts";
import { ownerUrl } from "./owner-url.ts";
import { type AuditAnchor, type AuditChainReport, verifyAudit } from "./verify-audit.ts";

const USAGE = `Verifies that nobody has changed, removed or inserted a row of the audit log.

Usage: npm run audit:verify [-- <options>]

  --json                       one JSON object on stdout
  --anchor <project>:<head>    a head that an earlier run printed: proves that the rows up to it are the same as then
  --cut-before <date>          if every row holds, removes the rows that are older, and records that in the log
  --help                       this text

Environment:
  TEMPOGRAPH_MIGRATION_DATABASE_URL, DATABASE_URL   the database, as the owner of its tables reaches it
  TEMPOGRAPH_DATA_DIR                               else: the data folder of a stack that runs (default .tempograph/demo)

Ends with 0 if every row holds, with 1 if one does not, with 2 if the log could not be verified.
`;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${failureText(error)}\n`);
  return 2;
});

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: "boolean", default: false },
      anchor: { type: "string", multiple: true, default: [] },
      "cut-before": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const anchors = values.anchor.map(readAnchor);
  const before = values["cut-before"] === undefined ? undefined : readDate(values["cut-before"]);
  const root = fileURLToPath(new URL("../../../..", import.meta.url));
  const db = openDatabase(ownerUrl(process.env, root), {
    max: 1,
    applicationName: "tempograph audit",
    statementMs: ADMINISTRATION_MS,
  });
  try {
    await refuseFilteredRows(db);
    // What was removed can be verified no more, so nothing is removed from a log that does not hold.
    const found = await verifyAudit(db, anchors);
    const cut = before === undefined || !allHold(found) ? 0 : await cutAudit(db, before);
    const chains = cut === 0 ? found : await verifyAudit(db, anchors);
    const holds = allHold(chains);
    const removed = before === undefined ? undefined : `${cut} older rows were removed.`;
    process.stdout.write(values.json ? `${JSON.stringify({ holds, cut, chains })}\n` : asText(chains, removed));
    return holds ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

/** A role that row-level security binds would see no row and find nothing wrong. */
async function refuseFilteredRows(db: Database): Promise<void> {
  const { rows } = await sql<{ filtered: boolean }>`select row_security_active('audit_log') as filtered`.execute(db);
  if (rows[0]?.filtered !== true) return;
  throw new Error(
    "This role of the database sees the rows of one project at a time. Set TEMPOGRAPH_MIGRATION_DATABASE_URL to the database as the owner of its tables reaches it.",
  );
}

function readAnchor(text: string): AuditAnchor {
  const [, project, position, hash] = /^([a-z][a-z0-9-]*):(\d{1,18}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (project === undefined || position === undefined || hash === undefined)
    throw new Error(`${JSON.stringify(text)} is not an anchor. Write what an earlier run printed: main:120:9f86d0…`);
  return { project, position, hash };
}

function readDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new Error(`${JSON.stringify(text)} is not a date. Write 2026-01-31.`);
  return date;
}

function allHold(chains: readonly AuditChainReport[]): boolean {
  return chains.every(({ fault }) => fault === undefined);
}

function asText(chains: readonly AuditChainReport[], removed: string | undefined): string {
  const lines = chains.map(({ project, rows, head, fault }) =>
    fault === undefined
      ? `${project}: ${rows} rows hold. Anchor: ${project}:${head}`
      : `${project}: BROKEN. ${fault.problem}${fault.id === undefined ? "" : ` (id ${fault.id})`}`,
  );
  const first = removed === undefined ? [] : [removed];
  return [...first, ...(lines.length === 0 ? ["The audit log is empty."] : lines), ""].join("\n");
}
