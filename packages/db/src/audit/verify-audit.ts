import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";

/** The first place at which the chain of a project does not hold. */
export interface AuditFault {
  readonly position: string;
  /** The row there; absent where it is missing. */
  readonly id?: string;
  readonly problem: string;
}

/** What was found about the audit log of one project. */
export interface AuditChainReport {
  readonly project: string;
  /** How many rows were read. */
  readonly rows: number;
  /** How many older rows were cut off, by `cutAudit`. */
  readonly cut: string;
  /** The end of the chain, `position:hash`. Kept elsewhere, it proves later that nothing before it was changed. */
  readonly head: string;
  readonly fault?: AuditFault;
}

/** A head that an earlier verification printed. */
export interface AuditAnchor {
  readonly project: string;
  readonly position: string;
  /** In hex. */
  readonly hash: string;
}

interface ChainRow {
  readonly project: string;
  readonly position: string;
  readonly hash: Buffer;
  readonly cutPosition: string;
  readonly cutHash: Buffer;
}

interface HashedRow {
  readonly id: string;
  readonly position: string;
  readonly hash: Buffer;
  readonly json: string;
}

const ROWS_AT_ONCE = 1_000;

/**
 * Computes the audit log's chains again, one for each project, as they were at one moment. Rows may be added meanwhile. Reads the rows as the
 * owner of the tables, because the roles of the API and of the workers see the projects one at a time.
 */
export async function verifyAudit(db: Database, anchors: readonly AuditAnchor[] = []): Promise<AuditChainReport[]> {
  return await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const { rows: chains } = await sql<ChainRow>`
        select project, coalesce(c.position, 0)::text as position, coalesce(c.hash, '') as hash,
               coalesce(c.cut_position, 0)::text as "cutPosition", coalesce(c.cut_hash, '') as "cutHash"
          from (select distinct project from audit_log union select project from audit_chains) p
          left join audit_chains c using (project) order by project`.execute(trx);
      const reports: AuditChainReport[] = [];
      for (const chain of chains) {
        const own = anchors.filter(({ project }) => project === chain.project);
        reports.push(await verifyChain(trx, chain, own));
      }
      const known = new Set(chains.map(({ project }) => project));
      for (const { project, position, hash } of anchors) {
        if (known.has(project)) continue;
        const fault = {
          position,
          problem: `There is no audit log of the project ${project}, which had a row ${position}.`,
        };
        reports.push({ project, rows: 0, cut: "0", head: `${position}:${hash}`, fault });
      }
      return reports;
    });
}

async function verifyChain(trx: Database, chain: ChainRow, anchors: readonly AuditAnchor[]): Promise<AuditChainReport> {
  const report = (rows: number, fault?: AuditFault): AuditChainReport => ({
    project: chain.project,
    rows,
    cut: chain.cutPosition,
    head: `${chain.position}:${chain.hash.toString("hex")}`,
    ...(fault && { fault }),
  });
  let position = BigInt(chain.cutPosition);
  let hash = chain.cutHash;
  let rows = 0;
  let cutIsRecorded = position === 0n;
  const wrongAnchor = (): AuditFault | undefined => {
    const anchor = anchors.find((each) => each.position === String(position) && each.hash !== hash.toString("hex"));
    return (
      anchor && fault(position, `The row ${position} is not the one that the anchor names: the log was written anew.`)
    );
  };

  const wrongStart = wrongAnchor();
  if (wrongStart) return report(rows, wrongStart);
  for (;;) {
    const batch = await rowsAfter(trx, chain.project, position);
    for (const row of batch) {
      position += 1n;
      if (row.position !== String(position)) return report(rows, fault(position, `The row ${position} is missing.`));
      rows += 1;
      hash = createHash("sha256").update(hash).update(row.json).digest();
      if (!hash.equals(row.hash))
        return report(rows, { ...fault(position, `The row ${position} was changed.`), id: row.id });
      const wrong = wrongAnchor();
      if (wrong) return report(rows, { ...wrong, id: row.id });
      cutIsRecorded ||= recordsCut(row.json, chain);
    }
    if (batch.length < ROWS_AT_ONCE) break;
  }
  if (String(position) !== chain.position || !hash.equals(chain.hash))
    return report(rows, fault(position + 1n, `Rows from ${position + 1n} to ${chain.position} are missing.`));
  if (!cutIsRecorded)
    return report(rows, fault(1n, `The rows up to ${chain.cutPosition} were removed without a record.`));
  const beyond = anchors.find((anchor) => BigInt(anchor.position) > position);
  if (beyond) return report(rows, fault(position + 1n, `The log ends before the row ${beyond.position} of an anchor.`));
  return report(rows);
}

function fault(position: bigint, problem: string): AuditFault {
  return { position: String(position), problem };
}

async function rowsAfter(trx: Database, project: string, position: bigint): Promise<HashedRow[]> {
  // The same JSON as of the function audit_row_json, written out, so that a function that somebody has changed proves nothing.
  const { rows } = await sql<HashedRow>`
    select id::text as id, position::text as position, hash, jsonb_build_object(
        'project', project, 'position', position, 'id', id,
        'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actor', actor, 'actorRoles', to_jsonb(actor_roles), 'action', action, 'target', target,
        'input', input, 'outcome', outcome, 'completes', completes)::text as json
      from audit_log where project = ${project} and position > ${String(position)}::bigint
     order by audit_log.position limit ${ROWS_AT_ONCE}`.execute(trx);
  return rows;
}

/** Whether the row tells of the cut that the chain begins with. */
function recordsCut(json: string, chain: ChainRow): boolean {
  if (!json.includes(AUDIT_CUT)) return false;
  const { action, input } = JSON.parse(json) as { action: string; input: { position?: string; hash?: string } };
  return action === AUDIT_CUT && input.position === chain.cutPosition && input.hash === chain.cutHash.toString("hex");
}

/** The operation under which the log itself says that old rows were cut off. */
export const AUDIT_CUT = "auditCut";
