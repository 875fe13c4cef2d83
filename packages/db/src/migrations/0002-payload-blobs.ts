import { sql, type Kysely } from "kysely";

/** Values over 32 KiB, kept outside of Temporal's history, which holds their hash instead. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Immutable: the hash is the content's.
  `create table payload_blobs (
    -- SHA-256 of the bytes as they were before compression, in hex
    hash text primary key,
    data bytea not null,
    compression text not null check (compression in ('none', 'zstd')),
    -- bytes before compression
    size integer not null,
    created_at timestamptz not null default now(),
    -- the last time that a value was stored under the hash: one without reference goes a while after that
    last_used_at timestamptz not null default now()
  )`,
  // Compressed before it comes here, and read whole.
  `alter table payload_blobs alter column data set storage external`,
  `create index payload_blobs_by_use on payload_blobs (last_used_at)`,

  // Whose history (and so whose mirror) may name the hash. Postgres itself keeps a blob that is named here.
  `create table payload_references (
    -- or what else it belongs to: the id of a node that ran by itself; empty where that was not known
    execution_id text not null,
    hash text not null references payload_blobs (hash),
    created_at timestamptz not null default now(),
    primary key (execution_id, hash)
  )`,
  `create index payload_references_by_hash on payload_references (hash)`,
];
