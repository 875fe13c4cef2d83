import { sql, type Kysely } from "kysely";

/**
 * The audit log becomes append-only, and each row is chained to the one before it in its project: `hash` is the SHA-256 of that row's hash
 * and of the row as JSON, so that nobody can change, remove or insert a row unseen. The outcome of an operation is a row of its own, which
 * names the row that it completes. Rows that exist are chained in their order.
 *
 * Processes of the version before cannot write outcomes any more; their operations show no outcome.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table audit_log
    -- place in the chain of its project: 1, 2, 3 …
    add column position bigint,
    add column hash bytea,
    -- for a row that only tells the outcome: the row that it completes
    add column completes bigint`,

  // The end of each project's chain, and the row before its first one where old rows have been cut off.
  `create table audit_chains (
    project text primary key,
    position bigint not null default 0,
    hash bytea not null default '',
    cut_position bigint not null default 0,
    cut_hash bytea not null default ''
  )`,

  `create function audit_row_json(entry audit_log) returns text language sql stable as $$
    select jsonb_build_object(
      'project', entry.project, 'position', entry.position, 'id', entry.id,
      'at', to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'actor', entry.actor, 'actorRoles', to_jsonb(entry.actor_roles), 'action', entry.action, 'target', entry.target,
      'input', entry.input, 'outcome', entry.outcome, 'completes', entry.completes)::text
  $$`,

  `do $$
    declare
      entry audit_log;
      head audit_chains;
    begin
      for entry in select * from audit_log order by project, id loop
        if head.project is distinct from entry.project then
          if head.project is not null then insert into audit_chains select head.*; end if;
          head := row(entry.project, 0, ''::bytea, 0, ''::bytea);
        end if;
        head.position := head.position + 1;
        entry.position := head.position;
        head.hash := sha256(head.hash || convert_to(audit_row_json(entry), 'UTF8'));
        update audit_log set position = head.position, hash = head.hash where id = entry.id;
      end loop;
      if head.project is not null then insert into audit_chains select head.*; end if;
    end
  $$`,

  `alter table audit_log alter column position set not null, alter column hash set not null`,
  `create unique index audit_log_by_position on audit_log (project, position)`,
  `create unique index audit_log_by_completed on audit_log (completes) where completes is not null`,

  // It runs with the rights of the owner, so that the roles of the API and of the workers need none on audit_chains. The lock on the project's
  // chain lasts until the insert commits, and inserts commit by themselves.
  `create function chain_audit_row() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      head audit_chains;
    begin
      select * into head from audit_chains where project = new.project for update;
      if not found then
        insert into audit_chains (project) values (new.project) on conflict do nothing;
        select * into head from audit_chains where project = new.project for update;
      end if;
      new.at := clock_timestamp();
      new.position := head.position + 1;
      new.hash := sha256(head.hash || convert_to(audit_row_json(new), 'UTF8'));
      update audit_chains set position = new.position, hash = new.hash where project = new.project;
      return new;
    end
  $$`,
  `create trigger chain_audit_row before insert on audit_log for each row execute function chain_audit_row()`,

  // Grants say the same for the roles of the API and of the workers; this is for installations where they connect as the owner.
  `create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and current_setting('tempograph.audit_cut', true) = 'on' then return old; end if;
      raise exception 'The audit log is append-only: % is refused.', lower(tg_op) using errcode = 'insufficient_privilege';
    end
  $$`,
  `create trigger refuse_audit_change before update or delete on audit_log for each row execute function refuse_audit_change()`,
  `create trigger refuse_audit_truncate before truncate on audit_log for each statement execute function refuse_audit_change()`,
];
