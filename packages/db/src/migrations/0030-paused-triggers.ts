import { sql, type Kysely } from "kysely";

/**
 * Which triggers are paused belongs to the versions of the trigger set: an event that was stored while a trigger was paused does not
 * start it, whenever the event is matched.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create or replace function follow_published_triggers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      workflow text;
      wanted live_triggers;
      held live_triggers;
      next bigint;
    begin
      if tg_table_name = 'workflows' then workflow := new.id; else workflow := new.workflow_id; end if;
      select v.version, coalesce(v.definition->'workflow'->>'name', w.name) into wanted.version, wanted.name
        from workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.published_version
       where w.id = workflow and w.status = 'active';
      select coalesce(array_agg(trigger_id order by trigger_id), '{}') into wanted.paused
        from workflow_triggers where workflow_id = workflow and status = 'paused';
      select * into held from live_triggers where workflow_id = workflow and until_version is null;
      if wanted.version is not distinct from held.version
        and (wanted.version is null or wanted.paused = held.paused) then return null; end if;
      insert into trigger_sets as s (project, version) values (new.project, 1)
        on conflict (project) do update set version = s.version + 1
        returning version into next;
      update live_triggers set until_version = next where workflow_id = workflow and until_version is null;
      if wanted.version is not null then
        insert into live_triggers (project, workflow_id, from_version, version, name, paused)
          values (new.project, workflow, next, wanted.version, wanted.name, wanted.paused);
      end if;
      update trigger_set set version = version + 1;
      return null;
    end
  $$`,
  `create constraint trigger follow_paused_triggers after insert or update of status on workflow_triggers
    deferrable initially deferred for each row execute function follow_published_triggers()`,
];
