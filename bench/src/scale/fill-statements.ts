/** How much the database holds. */
export interface Sizes {
  readonly executions: number;
  readonly historyEvents: number;
  readonly workflows: number;
  /** Workflows whose trigger takes events of one type. */
  readonly triggers: number;
}

const DAYS = 90;
/** Events in a row of history_batches, at most. */
const BATCH = 250;
/** So many different histories are made, and written again and again: making each anew would take longer than writing them. */
const VARIANTS = 100;
/** A number from 0 to 999 that looks random, the same in each run. */
const chance = (n: string): string => `((${n})::bigint * 2654435761 % 4294967296 % 1000)`;

const executionId = (n: string): string => `'exe_' || lpad((${n})::text, 26, '0')`;
const eventId = (n: string): string => `'evt_' || lpad((${n})::text, 26, '0')`;
const workflowId = (n: string): string => `'wf_' || lpad((${n})::text, 26, '0')`;

/**
 * The statements that fill a migrated database. Half of the executions belong to ten workflows, the others to all workflows in turn. 1 in
 * 100 runs and waits for something, and as many old ones do as new ones; 1 in 1,000 has an incident; 1 in 50 has an approval. Histories are
 * in batches, as the mirror writes them.
 */
export function fillStatements({ executions, historyEvents, workflows, triggers }: Sizes): readonly string[] {
  const perExecution = Math.max(1, Math.round(historyEvents / executions));
  const moment = (n: string, of: number): string =>
    `now() - interval '${DAYS} days' * ((${of} - (${n}))::float8 / ${of})`;
  const workflowOf = (n: string): string =>
    workflowId(`case when ${n} % 2 = 0 then 1 + ${n} / 2 % 10 else 1 + ${n}::bigint * 7919 % ${workflows} end`);
  const status = `case when n > ${executions} - ${Math.min(50, Math.ceil(executions / 10))} then 'pending' when h < 30 then 'failed'
    when h < 40 then 'cancelled' when h < 45 then 'terminated' when h < 55 then 'completedWithErrors' when h < 60 then 'timedOut'
    when h < 70 then 'running' else 'completed' end`;
  const many = (of: number): string => `from (select n, ${chance("n")} as h from generate_series(1, ${of}) n) r`;
  const few = Math.max(10, Math.round(executions / 10));
  const accounts = Math.max(10, Math.round(executions / 5_000));
  const jobs = Math.max(10, Math.round(executions / 1_000));
  return [
    `insert into workflows (id, name, key, status, draft, published_version, latest_version, created_at, updated_at)
      select ${workflowId("n")}, 'Workflow ' || n || (array[' for leads', ' for orders', ' for invoices'])[1 + n % 3],
        case when n % 10 = 0 then 'key-' || n end, case when h < 50 then 'archived' else 'active' end,
        jsonb_build_object('graph', jsonb_build_object('nodes', jsonb_build_array(jsonb_build_object('id', 'start', 'type', 'start', 'data',
          '{}'::jsonb)), 'edges', '[]'::jsonb), 'triggers', '[]'::jsonb), 1, 1, ${moment("n", workflows)}, ${moment("n", workflows)}
      ${many(workflows)}`,
    `insert into workflow_versions (workflow_id, version, graph, triggers, definition, definition_hash, interpreter_version)
      select ${workflowId("n")}, 1, '{"nodes": [{"id": "start", "type": "start", "data": {}}], "edges": []}',
        case when n <= ${triggers} then jsonb_build_array(jsonb_build_object('id', 't', 'kind', 'event', 'eventType', 'lead.created', 'condition',
          jsonb_build_object('==', jsonb_build_array('{"var": "lead.campaign"}'::jsonb, 'campaign-' || n)))) else '[]'::jsonb end,
        '{}', 'hash', 1 ${many(workflows)}`,
    `insert into trigger_sets (project, version) values ('main', 1) on conflict (project) do update set version = 1`,
    `insert into live_triggers (project, workflow_id, from_version, version, name)
      select 'main', ${workflowId("n")}, 1, 1, 'Workflow ' || n ${many(Math.min(triggers, workflows))}`,
    `insert into workflow_triggers (workflow_id, trigger_id, kind, version, config)
      select ${workflowId("n")}, 't', 'event', 1, '{"eventType": "lead.created"}' ${many(Math.min(triggers, workflows))}`,
    `insert into events (id, type, source, subject, time, data, fingerprint, received_at, dispatched_at, trigger_set_version, matched,
        concerned, filtered)
      select ${eventId("n")}, case when h = 999 then 'lead.created' else 'order.kind' || n % 50 end,
        case when n % 100000 = 7 then '/rare/' || n else '/source/' || n % 20 end, case when n % 2 = 0 then 'customer-' || n % 100000 end,
        ${moment("n", executions)} - interval '1 second' * (h % 60),
        jsonb_build_object('order', jsonb_build_object('id', n, 'mail', 'customer' || n % 100000 || '@example.com', 'total', h, 'items',
          jsonb_build_array(jsonb_build_object('sku', 'sku-' || h, 'amount', n % 7)))),
        'fingerprint', ${moment("n", executions)}, ${moment("n", executions)}, 1, 1, 1, 0
      ${many(executions)}`,
    `insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status, run_id, first_run_id, created_at, started_at,
        closed_at, output, failure, history_events, mirror_ok, rerun_of, paused)
      select ${executionId("n")}, ${workflowOf("n")}, 1, ${eventId("n")}, 't', status, ${executionId("n")}, ${executionId("n")},
        at, at, case when status not in ('pending', 'running') then at + interval '2 seconds' end,
        case when status = 'completed' then jsonb_build_object('sent', true, 'to', 'customer' || n % 100000 || '@example.com') end,
        case when status in ('failed', 'timedOut') then jsonb_build_object('type', 'HTTP_STATUS', 'message', 'The server answered 500.') end,
        ${perExecution}, status not in ('pending', 'running'), case when h = 70 and n > 1 then ${executionId("n - 1")} end,
        status = 'running' and h = 60 and n % 10 < 5
      from (select n, h, ${status} as status, ${moment("n", executions)} as at ${many(executions)}) e`,
    `insert into steps (execution_id, path, position, node_id, type, status, port, input, output, attempts, scheduled_at, started_at,
        ended_at, known_from)
      select id, 'step' || p, p, 'step' || p, type, status, case when type = 'approval' and status = 'completed' then 'approved' end,
        jsonb_build_object('title', 'Approve ' || n % 100, 'name', 'signal-' || n % 100, 'eventType', 'paid.' || n % 100, 'key',
          'lock-' || n % 100, 'workflow', 'wf-' || n % 100, 'url', 'https://example.com/orders/' || n),
        case when status = 'completed' then jsonb_build_object('status', 200) end, 1, at, at,
        case when status = 'completed' then at + interval '100 ms' end, 'history'
      from (select id, n, p, at,
          case when p <> 2 then (array['set', 'http_call'])[1 + p % 2]
            when open and h = 61 then 'http_call'
            when open then (array['wait_for_signal', 'wait_for_event', 'approval', 'call_workflow', 'lock', 'delay'])[1 + n % 6]
            when h % 50 = 0 then 'approval' else 'http_call' end as type,
          case when p = 2 and open and h = 61 then 'incident' when p = 2 and open then 'waiting' else 'completed' end as status
        from (select n, ${executionId("n")} as id, h, ${moment("n", executions)} as at, ${status} = 'running' as open
            ${many(executions)}) e
        cross join generate_series(0, 3) p where p < 3 or not open) s`,
    `insert into listed_steps (execution_id, path, project, execution_seq, workflow_id, type, status, port, name_hash)
      select s.execution_id, s.path, e.project, e.seq, e.workflow_id, s.type, s.status, s.port, md5(s.input ->> case s.type
          when 'wait_for_signal' then 'name' when 'wait_for_event' then 'eventType' when 'lock' then 'key' when 'call_workflow' then 'workflow'
          when 'approval' then 'title' end)
        from steps s join executions e on e.id = s.execution_id where s.type = 'approval' or s.status in ('waiting', 'incident')`,
    `insert into step_attempts (execution_id, path, attempt, started_at, ended_at)
      select execution_id, path, 1, started_at, ended_at from steps where type = 'http_call'`,
    `insert into step_logs (execution_id, path, attempt, level, message, at)
      select ${executionId("n")}, 'step' || l % 3, 1, 'info', 'Sent the order ' || n, now()
      from generate_series(1, ${few}) n cross join generate_series(1, 5) l`,
    `insert into history_batches (execution_id, run_id, first_event_id, last_event_id, first_event_time, events)
      with variants as materialized (select v, first, max(e) as last, jsonb_agg(jsonb_build_object(
          'eventId', e::text, 'eventTime', to_char((now() + (v * 1000 + e) * interval '10 ms') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          'eventType', 'EVENT_TYPE_' || (array['ACTIVITY_TASK_SCHEDULED', 'ACTIVITY_TASK_STARTED', 'ACTIVITY_TASK_COMPLETED',
            'WORKFLOW_TASK_SCHEDULED', 'WORKFLOW_TASK_STARTED', 'WORKFLOW_TASK_COMPLETED'])[1 + e % 6],
          'taskId', (v * ${perExecution} + e)::text, 'attributes', jsonb_build_object('scheduledEventId', e::text, 'startedEventId',
            (e + 1)::text, 'identity', 'worker-' || v % 3)) order by e) as events
        from generate_series(0, ${VARIANTS - 1}) v cross join generate_series(1, ${perExecution}, ${BATCH}) first
          cross join lateral generate_series(first, least(first + ${BATCH - 1}, ${perExecution})) e group by v, first)
      select ${executionId("n")}, ${executionId("n")}, first, last, ${moment("n", executions)} + first * interval '10 ms', events
        from generate_series(1, ${executions}) n join variants on v = n % ${VARIANTS}`,
    `insert into event_outcomes (project, event_id, workflow_id, workflow_version, trigger_id, outcome, reason, at, event_seq)
      select 'main', ${eventId("n")}, ${workflowId(`1 + (n + 1)::bigint * 104729 % ${workflows}`)}, 1, 't',
        (array['rejected', 'deduplicated', 'batched'])[1 + n % 3], '{"code": "START_RATE", "message": "Too often."}', now(), n
      from generate_series(1, ${few}) n`,
    `insert into state_entries (project, workflow_id, key, kind, value, bytes, updated_by)
      select 'main', case when n % 10 = 0 then '' else ${workflowId(`1 + n::bigint * 7919 % ${workflows}`)} end, 'orders:' || n, 'value',
        to_jsonb(n), 8, 'bench' from generate_series(1, ${few}) n`,
    `insert into audit_log (at, actor, actor_roles, action, target, input, outcome, position, hash, completes)
      select ${moment("n", few)}, 'user' || (n + n % 2) % 50, '{admin}', case when n % 2 = 0 then 'done' else (array['executionPause', 'workflowPublish',
          'executionCancel'])[1 + n % 3] end, ${executionId("(n + n % 2) / 2")}, '{}', case when n % 2 = 0 then 'ok' end, n, '', null
      from generate_series(1, ${few}) n order by n`,
    `update audit_log set completes = id - 1, action = 'executionPause' where position % 2 = 0`,
    `insert into bulk_jobs (id, actor, actor_roles, action, input, filter, status, total, done, created_at, ended_at)
      select 'blk_' || lpad(n::text, 26, '0'), 'bench', '{admin}', 'cancel', '{}', '{}', 'completed', 100, 100, ${moment("n", jobs)},
        ${moment("n", jobs)} from generate_series(1, ${jobs}) n`,
    `insert into bulk_items (job_id, ordinal, execution_id, outcome)
      select 'blk_' || lpad(n::text, 26, '0'), i, ${executionId(`1 + (n * 100 + i) % ${executions}`)}, (array['done', 'skipped', 'failed'])[1 + i % 3]
      from generate_series(1, ${jobs}) n cross join generate_series(1, 100) i`,
    `insert into connections (id, name, type, fields, secret_fields, secrets, data_key, key_id, created_by, updated_by)
      select 'con_' || lpad(n::text, 26, '0'), 'Connection ' || n, 'http.bearer', '{}', '{}', '', '', 'key', 'bench', 'bench'
      from generate_series(1, ${accounts}) n`,
    `insert into tokens (id, name, roles, hash, created_by)
      select 'tok_' || lpad(n::text, 26, '0'), 'token' || n, '{viewer}', 'hash' || n, 'bench' from generate_series(1, ${accounts}) n`,
    `insert into retention_holds (id, project, execution_id, reason, created_by, released_at)
      select 'hold_' || lpad(n::text, 26, '0'), 'main', ${executionId("n")}, 'case', 'bench', now() from generate_series(1, ${accounts}) n`,
    `insert into projects (id, name) select 'project' || n, 'Project ' || n from generate_series(1, ${accounts}) n`,
  ];
}
