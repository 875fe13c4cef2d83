import { sql, type Kysely } from "kysely";

/**
 * One row per trigger of the published version of a workflow, of every kind: what is live, what is paused, and what the kind's running half
 * keeps. A row whose `revision` is greater than its `synced_revision` waits for a worker to bring the outside into line. Workflows that are
 * published already get their rows here; only the kind `event` existed before, and it has nothing outside.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table workflow_triggers (
    project text not null default 'main',
    workflow_id text not null references workflows (id),
    trigger_id text not null,
    kind text not null,
    source text,
    version integer not null,
    config jsonb not null,
    status text not null default 'active' check (status in ('active', 'paused', 'ended')),
    paused_at timestamptz,
    paused_by text,
    revision bigint not null default 1,
    synced_revision bigint not null default 0,
    state jsonb not null default '{}',
    problem jsonb,
    next_at timestamptz,
    lease_until timestamptz,
    attempts integer not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (workflow_id, trigger_id, kind)
  )`,
  `create index workflow_triggers_by_source on workflow_triggers (project, source) where source is not null`,
  `create index workflow_triggers_to_sync on workflow_triggers (project, updated_at) where revision > synced_revision`,
  `create index workflow_triggers_due on workflow_triggers (project, next_at) where next_at is not null`,
  `insert into workflow_triggers (project, workflow_id, trigger_id, kind, version, config, synced_revision)
    select w.project, w.id, coalesce(t.trigger->>'id', 'trigger' || (t.position - 1)), 'event', v.version,
      jsonb_strip_nulls(jsonb_build_object('eventType', t.trigger->'eventType')), 1
    from workflows w
    join workflow_versions v on v.workflow_id = w.id and v.version = w.published_version
    cross join lateral jsonb_array_elements(v.triggers) with ordinality as t (trigger, position)
    where w.status = 'active'
    on conflict do nothing`,
];
