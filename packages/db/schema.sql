-- The schema after all migrations. Generated: see dump-schema.pg.test.ts.

create table audit_chains (
  project text not null,
  "position" bigint default 0 not null,
  hash bytea default '\x'::bytea not null,
  cut_position bigint default 0 not null,
  cut_hash bytea default '\x'::bytea not null,
  constraint audit_chains_pkey PRIMARY KEY (project)
);

create table audit_log (
  id bigint generated always as identity not null,
  at timestamp with time zone default now() not null,
  actor text not null,
  actor_roles text[] not null,
  action text not null,
  target text,
  input jsonb not null,
  outcome text,
  project text default 'main'::text not null,
  "position" bigint not null,
  hash bytea not null,
  completes bigint,
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_by_action ON audit_log USING btree (project, action, id) WHERE (completes IS NULL);
CREATE INDEX audit_log_by_actor ON audit_log USING btree (project, actor, id) WHERE (completes IS NULL);
CREATE UNIQUE INDEX audit_log_by_completed ON audit_log USING btree (completes) WHERE (completes IS NOT NULL);
CREATE UNIQUE INDEX audit_log_by_position ON audit_log USING btree (project, "position");
CREATE INDEX audit_log_by_project ON audit_log USING btree (project, id DESC);
CREATE INDEX audit_log_by_target ON audit_log USING btree (project, target, id DESC);
CREATE INDEX audit_log_entries ON audit_log USING btree (project, id) WHERE (completes IS NULL);

create table bulk_items (
  job_id text not null,
  ordinal integer not null,
  execution_id text not null,
  path text,
  outcome text default 'pending'::text not null,
  code text,
  message text,
  result text,
  constraint bulk_items_outcome_check CHECK ((outcome = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text, 'failed'::text]))),
  constraint bulk_items_pkey PRIMARY KEY (job_id, ordinal),
  constraint bulk_items_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES executions(id),
  constraint bulk_items_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_jobs(id)
);
CREATE INDEX bulk_items_by_execution ON bulk_items USING btree (execution_id);
CREATE INDEX bulk_items_pending ON bulk_items USING btree (job_id, ordinal) WHERE (outcome = 'pending'::text);

create table bulk_jobs (
  id text not null,
  seq bigint generated always as identity not null,
  actor text not null,
  actor_roles text[] not null,
  action text not null,
  input jsonb not null,
  filter jsonb not null,
  status text default 'running'::text not null,
  total integer not null,
  done integer default 0 not null,
  skipped integer default 0 not null,
  failed integer default 0 not null,
  waiting_for text,
  created_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  lease_until timestamp with time zone,
  fence bigint default 0 not null,
  project text default 'main'::text not null,
  constraint bulk_jobs_pkey PRIMARY KEY (id),
  constraint bulk_jobs_status_check CHECK ((status = ANY (ARRAY['running'::text, 'stopped'::text, 'completed'::text]))),
  constraint bulk_jobs_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE UNIQUE INDEX bulk_jobs_by_project ON bulk_jobs USING btree (project, seq);
CREATE INDEX bulk_jobs_running ON bulk_jobs USING btree (seq) WHERE (status = 'running'::text);

create table calls (
  child_id text not null,
  parent_id text not null,
  parent_path text not null,
  reply_key text not null,
  wait boolean not null,
  parent_close_policy text not null,
  depth integer not null,
  closed_at timestamp with time zone,
  end_how text,
  end_due_at timestamp with time zone,
  end_attempts integer default 0 not null,
  project text default 'main'::text not null,
  constraint calls_end_how_check CHECK ((end_how = ANY (ARRAY['cancel'::text, 'terminate'::text]))),
  constraint calls_parent_close_policy_check CHECK ((parent_close_policy = ANY (ARRAY['requestCancel'::text, 'terminate'::text, 'abandon'::text]))),
  constraint calls_parent_id_reply_key_key UNIQUE (parent_id, reply_key),
  constraint calls_pkey PRIMARY KEY (child_id),
  constraint calls_child_id_fkey FOREIGN KEY (child_id) REFERENCES executions(id),
  constraint calls_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES executions(id)
);
CREATE INDEX calls_to_end ON calls USING btree (project, end_due_at) WHERE (end_due_at IS NOT NULL);

create table cancel_requests (
  execution_id text not null,
  project text not null,
  workflow_id text not null,
  event_id text not null,
  due_at timestamp with time zone default clock_timestamp(),
  attempts integer default 0 not null,
  constraint cancel_requests_pkey PRIMARY KEY (execution_id),
  constraint cancel_requests_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);
CREATE INDEX cancel_requests_due ON cancel_requests USING btree (project, due_at) WHERE (due_at IS NOT NULL);

create table condition_facts (
  project text not null,
  event_id text not null,
  workflow_id text not null,
  facts jsonb default '{}'::jsonb not null,
  failures integer default 0 not null,
  failing_since timestamp with time zone,
  constraint condition_facts_pkey PRIMARY KEY (event_id, workflow_id),
  constraint condition_facts_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint condition_facts_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);

create table connection_sign_ins (
  id text not null,
  project text default 'main'::text not null,
  connection_id text not null,
  begun_by text not null,
  ticket_hash text not null,
  state_hash text,
  browser_hash text,
  page text not null,
  sealed bytea not null,
  expires_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  constraint connection_sign_ins_pkey PRIMARY KEY (id),
  constraint connection_sign_ins_state_hash_key UNIQUE (state_hash),
  constraint connection_sign_ins_ticket_hash_key UNIQUE (ticket_hash),
  constraint connection_sign_ins_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connections(id) ON DELETE CASCADE,
  constraint connection_sign_ins_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX connection_sign_ins_connection ON connection_sign_ins USING btree (connection_id);
CREATE INDEX connection_sign_ins_expiry ON connection_sign_ins USING btree (expires_at);

create table connection_tokens (
  connection_id text not null,
  project text default 'main'::text not null,
  sealed bytea,
  problem text,
  changed_at timestamp with time zone default now() not null,
  constraint connection_tokens_pkey PRIMARY KEY (connection_id),
  constraint connection_tokens_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES connections(id) ON DELETE CASCADE,
  constraint connection_tokens_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);

create table connection_types (
  type text not null,
  manifest jsonb not null,
  constraint connection_types_pkey PRIMARY KEY (type)
);

create table connections (
  id text not null,
  project text default 'main'::text not null,
  name text not null,
  type text not null,
  description text,
  fields jsonb not null,
  secret_fields text[] not null,
  secrets bytea not null,
  data_key bytea not null,
  key_id text not null,
  allowed_hosts text[],
  usable_by text[],
  revision integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  created_by text not null,
  updated_at timestamp with time zone default now() not null,
  updated_by text not null,
  constraint connections_pkey PRIMARY KEY (id),
  constraint connections_project_name_key UNIQUE (project, name),
  constraint connections_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);

create table event_files (
  id text not null,
  project text default 'main'::text not null,
  event_id text not null,
  field text not null,
  name text not null,
  media_type text not null,
  size integer not null,
  bytes bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint event_files_pkey PRIMARY KEY (id),
  constraint event_files_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX event_files_event ON event_files USING btree (event_id);
CREATE INDEX event_files_size ON event_files USING btree (project, size);

create table event_outcomes (
  project text not null,
  event_id text not null,
  workflow_id text not null,
  workflow_version integer not null,
  trigger_id text,
  outcome text not null,
  reason jsonb not null,
  into_execution text,
  until timestamp with time zone,
  at timestamp with time zone default clock_timestamp() not null,
  event_seq bigint,
  plan jsonb,
  queue text,
  constraint event_outcomes_outcome_check CHECK ((outcome = ANY (ARRAY['rejected'::text, 'held'::text, 'deduplicated'::text, 'batched'::text]))),
  constraint event_outcomes_pkey PRIMARY KEY (event_id, workflow_id),
  constraint event_outcomes_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id),
  constraint event_outcomes_into_execution_fkey FOREIGN KEY (into_execution) REFERENCES executions(id),
  constraint event_outcomes_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);
CREATE INDEX event_outcomes_asked ON event_outcomes USING btree (project, until) WHERE ((outcome = 'held'::text) AND (queue = 'conditions'::text));
CREATE INDEX event_outcomes_by_workflow ON event_outcomes USING btree (workflow_id, event_id);
CREATE INDEX event_outcomes_due ON event_outcomes USING btree (project, workflow_id, until) WHERE ((outcome = 'held'::text) AND (until IS NOT NULL) AND (queue IS DISTINCT FROM 'conditions'::text));
CREATE INDEX event_outcomes_into ON event_outcomes USING btree (into_execution) WHERE (into_execution IS NOT NULL);
CREATE INDEX event_outcomes_queue ON event_outcomes USING btree (workflow_id, queue, event_seq) WHERE (outcome = 'held'::text);

create table event_takes (
  execution_id text not null,
  node_path text not null,
  event_id text not null,
  key text not null,
  constraint event_takes_pkey PRIMARY KEY (execution_id, node_path, event_id, key)
);
CREATE INDEX event_takes_by_key ON event_takes USING btree (execution_id, key);

create table event_waits (
  id bigint generated always as identity not null,
  execution_id text not null,
  path text not null,
  key text not null,
  event_type text not null,
  match jsonb,
  workflow jsonb not null,
  match_path text default ''::text not null,
  match_value text default ''::text not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  project text default 'main'::text not null,
  constraint event_waits_execution_id_key_key UNIQUE (execution_id, key),
  constraint event_waits_pkey PRIMARY KEY (id)
);
CREATE INDEX event_waits_by_type ON event_waits USING btree (project, event_type, match_path, match_value, id);
CREATE INDEX event_waits_until ON event_waits USING btree (until) WHERE (until IS NOT NULL);

create table events (
  id text not null,
  seq bigint generated always as identity not null,
  type text not null,
  source text not null,
  subject text,
  "time" timestamp with time zone not null,
  data jsonb not null,
  idempotency_key text,
  fingerprint text not null,
  resend_of text,
  received_at timestamp with time zone default now() not null,
  dispatched_at timestamp with time zone,
  trigger_set_version bigint,
  matched integer,
  hops integer default 0 not null,
  project text default 'main'::text not null,
  concerned integer,
  filtered integer,
  attributes jsonb,
  data_removed_at timestamp with time zone,
  constraint events_pkey PRIMARY KEY (id),
  constraint events_resend_of_fkey FOREIGN KEY (resend_of) REFERENCES events(id)
);
CREATE UNIQUE INDEX events_by_project ON events USING btree (project, seq);
CREATE INDEX events_by_source ON events USING btree (project, source, seq);
CREATE INDEX events_by_subject ON events USING btree (project, subject, seq) WHERE (subject IS NOT NULL);
CREATE INDEX events_by_time ON events USING brin (received_at);
CREATE INDEX events_by_type ON events USING btree (project, type, received_at);
CREATE INDEX events_by_type_in_order ON events USING btree (project, type, seq);
CREATE UNIQUE INDEX events_idempotency_key ON events USING btree (project, idempotency_key, (
CASE
    WHEN ((resend_of IS NOT NULL) OR (hops > 0) OR (source ~* '^tempograph:[^/]*/'::text)) THEN 'tempograph'::text
    WHEN (idempotency_key ~~ 'cloudevents:%'::text) THEN ('from '::text || source)
    ELSE ''::text
END)) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX events_off_time ON events USING btree (project, seq) WHERE (((received_at - "time") > '01:00:00'::interval) OR ((received_at - "time") < '-01:00:00'::interval));
CREATE INDEX events_resent ON events USING btree (resend_of) WHERE (resend_of IS NOT NULL);
CREATE INDEX events_undispatched ON events USING btree (project, seq) WHERE (dispatched_at IS NULL);

create table execution_update_batches (
  execution_id text not null,
  first_seq bigint not null,
  seq bigint not null,
  updates jsonb not null,
  constraint execution_update_batches_pkey PRIMARY KEY (execution_id, seq)
);

create table execution_updates (
  execution_id text not null,
  seq bigint not null,
  key text not null,
  kind text not null,
  path text,
  body jsonb not null,
  at timestamp with time zone not null,
  constraint execution_updates_execution_id_key_key UNIQUE (execution_id, key),
  constraint execution_updates_pkey PRIMARY KEY (execution_id, seq)
);

create table executions (
  id text not null,
  seq bigint generated always as identity not null,
  workflow_id text not null,
  workflow_version integer not null,
  event_id text not null,
  trigger_id text not null,
  status text default 'pending'::text not null,
  run_id text,
  first_run_id text,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  closed_at timestamp with time zone,
  output jsonb,
  failure jsonb,
  history_events integer,
  mirror_ok boolean,
  mirror_problem jsonb,
  update_seq bigint default 0 not null,
  start_lease_until timestamp with time zone,
  start_attempts integer default 0 not null,
  start_error text,
  rerun_of text,
  rerun_from text,
  seed jsonb,
  paused boolean default false not null,
  project text default 'main'::text not null,
  concurrency_key text,
  priority smallint default 3 not null,
  fairness_key text default ''::text not null,
  fairness_weight real default 1 not null,
  missing_since timestamp with time zone,
  lost_locks jsonb,
  task_fails_since timestamp with time zone,
  task_failure text,
  kept_at timestamp with time zone,
  reconcile text,
  removed smallint default 0 not null,
  constraint executions_pkey PRIMARY KEY (id),
  constraint executions_reconcile_check CHECK ((reconcile = ANY (ARRAY['temporal'::text, 'mirror'::text]))),
  constraint executions_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'running'::text, 'completed'::text, 'completedWithErrors'::text, 'failed'::text, 'cancelled'::text, 'terminated'::text, 'timedOut'::text]))),
  constraint executions_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id),
  constraint executions_rerun_of_fkey FOREIGN KEY (rerun_of) REFERENCES executions(id),
  constraint executions_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);
CREATE INDEX executions_by_event ON executions USING btree (event_id);
CREATE UNIQUE INDEX executions_by_project ON executions USING btree (project, seq);
CREATE INDEX executions_by_status ON executions USING btree (project, status, seq DESC);
CREATE INDEX executions_by_version ON executions USING btree (project, workflow_version, seq);
CREATE INDEX executions_by_workflow ON executions USING btree (workflow_id, seq DESC);
CREATE INDEX executions_closed ON executions USING btree (project, removed, closed_at, id) WHERE (closed_at IS NOT NULL);
CREATE INDEX executions_failing_tasks ON executions USING btree (project, seq) WHERE (task_fails_since IS NOT NULL);
CREATE INDEX executions_missing ON executions USING btree (project, seq) WHERE (missing_since IS NOT NULL);
CREATE UNIQUE INDEX executions_once ON executions USING btree (event_id, workflow_id) WHERE (rerun_of IS NULL);
CREATE INDEX executions_open ON executions USING btree (seq) WHERE (status = ANY (ARRAY['pending'::text, 'running'::text]));
CREATE INDEX executions_paused ON executions USING btree (project, seq DESC) WHERE paused;
CREATE INDEX executions_pending ON executions USING btree (project, priority, fairness_key, seq) WHERE (status = 'pending'::text);
CREATE INDEX executions_placed ON executions USING btree (project, start_lease_until) WHERE ((status = 'pending'::text) AND (start_lease_until IS NOT NULL));
CREATE INDEX executions_places ON executions USING btree (workflow_id, concurrency_key) WHERE ((concurrency_key IS NOT NULL) AND (status = ANY (ARRAY['pending'::text, 'running'::text])));
CREATE INDEX executions_reruns ON executions USING btree (rerun_of, seq DESC) WHERE (rerun_of IS NOT NULL);
CREATE INDEX executions_rolled_back ON executions USING btree (project, seq) WHERE (mirror_ok = false);
CREATE INDEX executions_to_reconcile ON executions USING btree (seq) WHERE (reconcile IS NOT NULL);

create table history_batches (
  execution_id text not null,
  run_id text not null,
  first_event_id bigint not null,
  last_event_id bigint not null,
  first_event_time timestamp with time zone not null,
  events jsonb not null,
  constraint history_batches_pkey PRIMARY KEY (execution_id, run_id, last_event_id)
);

create table history_events (
  execution_id text not null,
  run_id text not null,
  event_id bigint not null,
  event_type text not null,
  event_time timestamp with time zone not null,
  attributes jsonb not null,
  constraint history_events_pkey PRIMARY KEY (execution_id, run_id, event_id)
);

create table hook_answers (
  event_id text not null,
  project text default 'main'::text not null,
  until timestamp with time zone not null,
  status integer,
  headers jsonb,
  body jsonb,
  answered_by text,
  answered_at timestamp with time zone,
  constraint hook_answers_pkey PRIMARY KEY (event_id),
  constraint hook_answers_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX hook_answers_by_time ON hook_answers USING btree (until);

create table hook_tests (
  id text not null,
  project text default 'main'::text not null,
  token_hash text not null,
  config jsonb not null,
  created_by text not null,
  expires_at timestamp with time zone not null,
  event jsonb,
  received_at timestamp with time zone,
  constraint hook_tests_pkey PRIMARY KEY (id),
  constraint hook_tests_token_hash_key UNIQUE (token_hash),
  constraint hook_tests_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX hook_tests_expiry ON hook_tests USING btree (expires_at);

create table listed_steps (
  execution_id text not null,
  path text not null,
  project text not null,
  execution_seq bigint not null,
  workflow_id text not null,
  type text not null,
  status text not null,
  port text,
  name_hash text,
  approvers jsonb,
  constraint listed_steps_pkey PRIMARY KEY (execution_id, path)
);
CREATE INDEX listed_steps_approvals ON listed_steps USING btree (project, execution_seq, path DESC) WHERE (type = 'approval'::text);
CREATE INDEX listed_steps_approvals_of_workflow ON listed_steps USING btree (workflow_id, execution_seq, path DESC) WHERE (type = 'approval'::text);
CREATE INDEX listed_steps_decided ON listed_steps USING btree (project, execution_seq, path DESC) WHERE ((type = 'approval'::text) AND (status = 'completed'::text) AND (port = ANY (ARRAY['approved'::text, 'rejected'::text])));
CREATE INDEX listed_steps_incidents ON listed_steps USING btree (project, execution_seq, execution_id) WHERE (status = 'incident'::text);
CREATE INDEX listed_steps_named ON listed_steps USING btree (project, name_hash, execution_seq, execution_id) WHERE ((status = 'waiting'::text) AND (name_hash IS NOT NULL));
CREATE INDEX listed_steps_waiting ON listed_steps USING btree (project, type, execution_seq, path DESC, execution_id) WHERE (status = 'waiting'::text);

create table live_triggers (
  project text not null,
  workflow_id text not null,
  from_version bigint not null,
  until_version bigint,
  version integer not null,
  name text not null,
  paused text[] default '{}'::text[] not null,
  constraint live_triggers_pkey PRIMARY KEY (workflow_id, from_version),
  constraint live_triggers_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);
CREATE INDEX live_triggers_from ON live_triggers USING btree (project, from_version);
CREATE UNIQUE INDEX live_triggers_now ON live_triggers USING btree (workflow_id) WHERE (until_version IS NULL);
CREATE INDEX live_triggers_until ON live_triggers USING btree (project, until_version);

create table lock_holders (
  lock_key text not null,
  execution_id text not null,
  path text not null,
  project text default 'main'::text not null,
  constraint lock_holders_pkey PRIMARY KEY (lock_key, execution_id, path)
);
CREATE INDEX lock_holders_by_execution ON lock_holders USING btree (execution_id);
CREATE INDEX lock_holders_by_key ON lock_holders USING btree (project, lock_key);

create table lock_waiters (
  id bigint generated always as identity not null,
  lock_key text not null,
  execution_id text not null,
  path text not null,
  reply_key text not null,
  project text default 'main'::text not null,
  constraint lock_waiters_lock_key_execution_id_path_key UNIQUE (lock_key, execution_id, path),
  constraint lock_waiters_pkey PRIMARY KEY (id)
);
CREATE INDEX lock_waiters_by_execution ON lock_waiters USING btree (execution_id);
CREATE INDEX lock_waiters_queue ON lock_waiters USING btree (project, lock_key, id);

create table lookup_cache (
  project text not null,
  key text not null,
  value jsonb not null,
  found_at timestamp with time zone default clock_timestamp() not null,
  expires_at timestamp with time zone not null,
  constraint lookup_cache_pkey PRIMARY KEY (project, key)
);
CREATE INDEX lookup_cache_expired ON lookup_cache USING btree (expires_at);
CREATE INDEX lookup_cache_oldest ON lookup_cache USING btree (project, found_at);

create table mirror_runs (
  execution_id text not null,
  run_id text not null,
  fence bigint default 0 not null,
  lease_until timestamp with time zone,
  constraint mirror_runs_pkey PRIMARY KEY (execution_id, run_id)
);

create table node_types (
  type text not null,
  manifest jsonb not null,
  constraint node_types_pkey PRIMARY KEY (type)
);

create table payload_blobs (
  hash text not null,
  data bytea not null,
  compression text not null,
  size integer not null,
  last_used_at timestamp with time zone default now() not null,
  constraint payload_blobs_compression_check CHECK ((compression = ANY (ARRAY['none'::text, 'zstd'::text]))),
  constraint payload_blobs_pkey PRIMARY KEY (hash)
);
CREATE INDEX payload_blobs_by_use ON payload_blobs USING btree (last_used_at);

create table payload_references (
  execution_id text not null,
  hash text not null,
  created_at timestamp with time zone default now() not null,
  constraint payload_references_pkey PRIMARY KEY (execution_id, hash),
  constraint payload_references_hash_fkey FOREIGN KEY (hash) REFERENCES payload_blobs(hash)
);
CREATE INDEX payload_references_by_hash ON payload_references USING btree (hash);
CREATE INDEX payload_references_by_time ON payload_references USING btree (created_at);

create table projects (
  id text not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  max_open_executions integer,
  max_events_per_minute integer,
  max_stored_megabytes integer,
  counted_bytes bigint default 0 not null,
  counted_seq bigint default 0 not null,
  counted_at timestamp with time zone,
  egress_only text[],
  egress_deny text[] default '{}'::text[] not null,
  max_waiting_events integer,
  constraint projects_max_events_per_minute_check CHECK ((max_events_per_minute > 0)),
  constraint projects_max_open_executions_check CHECK ((max_open_executions > 0)),
  constraint projects_max_stored_megabytes_check CHECK ((max_stored_megabytes > 0)),
  constraint projects_max_waiting_events_check CHECK ((max_waiting_events > 0)),
  constraint projects_pkey PRIMARY KEY (id)
);

create table replies (
  id bigint generated always as identity not null,
  execution_id text not null,
  path text not null,
  key text not null,
  body jsonb not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  delivered_at timestamp with time zone,
  undeliverable boolean default false not null,
  lease_until timestamp with time zone,
  attempts integer default 0 not null,
  error text,
  project text default 'main'::text not null,
  constraint replies_execution_id_key_key UNIQUE (execution_id, key),
  constraint replies_pkey PRIMARY KEY (id)
);
CREATE INDEX replies_done ON replies USING btree (delivered_at) WHERE (delivered_at IS NOT NULL);
CREATE INDEX replies_open ON replies USING btree (project, id) WHERE (delivered_at IS NULL);

create table retention_holds (
  id text not null,
  project text not null,
  workflow_id text,
  execution_id text,
  reason text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  created_by text not null,
  released_at timestamp with time zone,
  released_by text,
  constraint retention_holds_pkey PRIMARY KEY (id),
  constraint retention_holds_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX retention_holds_active ON retention_holds USING btree (project) WHERE (released_at IS NULL);

create table retention_policies (
  project text not null,
  workflow_id text default ''::text not null,
  history_days integer,
  value_days integer,
  shape_days integer,
  updated_at timestamp with time zone default now() not null,
  updated_by text not null,
  constraint retention_policies_history_days_check CHECK ((history_days >= 0)),
  constraint retention_policies_pkey PRIMARY KEY (project, workflow_id),
  constraint retention_policies_shape_days_check CHECK ((shape_days >= 0)),
  constraint retention_policies_value_days_check CHECK ((value_days >= 0)),
  constraint retention_policies_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);

create table retention_runs (
  id bigint generated always as identity not null,
  project text not null,
  started_at timestamp with time zone default clock_timestamp() not null,
  updated_at timestamp with time zone default clock_timestamp() not null,
  ended_at timestamp with time zone,
  removed_rows bigint default 0 not null,
  exported_rows bigint default 0 not null,
  exported_bytes bigint default 0 not null,
  problem text,
  constraint retention_runs_pkey PRIMARY KEY (id),
  constraint retention_runs_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX retention_runs_newest ON retention_runs USING btree (project, id);

create table retention_state (
  one boolean default true not null,
  holder text,
  lease_until timestamp with time zone,
  fence bigint default 0 not null,
  looked_at timestamp with time zone,
  removed_rows bigint default 0 not null,
  problem text,
  problem_since timestamp with time zone,
  temporal_ms bigint,
  constraint retention_state_one_check CHECK (one),
  constraint retention_state_pkey PRIMARY KEY (one)
);

create table sessions (
  hash text not null,
  project text default 'main'::text not null,
  name text not null,
  roles text[] not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  token_hash text,
  is_link boolean default false not null,
  constraint sessions_pkey PRIMARY KEY (hash)
);

create table signing_keys (
  id text not null,
  public_key text not null,
  created_at timestamp with time zone default now() not null,
  retired_at timestamp with time zone,
  constraint signing_keys_pkey PRIMARY KEY (id)
);

create table source_types (
  type text not null,
  manifest jsonb not null,
  constraint source_types_pkey PRIMARY KEY (type)
);

create table start_marks (
  project text not null,
  workflow_id text not null,
  policy text not null,
  key text not null,
  at timestamp with time zone not null,
  event_id text not null,
  expires_at timestamp with time zone not null,
  constraint start_marks_pkey PRIMARY KEY (workflow_id, policy, key, event_id),
  constraint start_marks_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);
CREATE INDEX start_marks_at ON start_marks USING btree (workflow_id, policy, key, at);
CREATE INDEX start_marks_expired ON start_marks USING btree (expires_at);

create table state_answers (
  key text not null,
  project text not null,
  execution_id text not null,
  answer jsonb not null,
  at timestamp with time zone default now() not null,
  constraint state_answers_pkey PRIMARY KEY (key),
  constraint state_answers_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX state_answers_age ON state_answers USING btree (at);

create table state_entries (
  id bigint generated always as identity not null,
  project text not null,
  workflow_id text not null,
  key text not null,
  kind text not null,
  value jsonb,
  members integer default 0 not null,
  bytes bigint default 0 not null,
  revision bigint default 1 not null,
  expires_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  updated_by text not null,
  constraint state_entries_kind_check CHECK ((kind = ANY (ARRAY['value'::text, 'set'::text]))),
  constraint state_entries_pkey PRIMARY KEY (id),
  constraint state_entries_project_workflow_id_key_key UNIQUE (project, workflow_id, key),
  constraint state_entries_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX state_entries_by_key ON state_entries USING btree (project, key text_pattern_ops, id);
CREATE INDEX state_entries_expiry ON state_entries USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX state_entries_order ON state_entries USING btree (project, id);

create table state_members (
  entry_id bigint not null,
  member text not null,
  seen bigint not null,
  expires_at timestamp with time zone,
  constraint state_members_pkey PRIMARY KEY (entry_id, member),
  constraint state_members_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES state_entries(id) ON DELETE CASCADE
);

create table step_attempts (
  execution_id text not null,
  path text not null,
  attempt integer not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  failure jsonb,
  worker text,
  constraint step_attempts_pkey PRIMARY KEY (execution_id, path, attempt)
);
CREATE INDEX step_attempts_unknown_type ON step_attempts USING btree (execution_id, path, attempt) WHERE ((failure ->> 'code'::text) = 'NODE_TYPE_UNKNOWN'::text);

create table step_logs (
  id bigint generated always as identity not null,
  execution_id text not null,
  path text not null,
  attempt integer not null,
  level text not null,
  message text not null,
  fields jsonb,
  at timestamp with time zone not null,
  constraint step_logs_pkey PRIMARY KEY (id)
);
CREATE INDEX step_logs_by_execution ON step_logs USING btree (execution_id, id);

create table steps (
  execution_id text not null,
  path text not null,
  "position" integer not null,
  node_id text not null,
  type text not null,
  status text not null,
  port text,
  input jsonb,
  output jsonb,
  failure jsonb,
  attempts integer default 0 not null,
  scheduled_at timestamp with time zone,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  known_from text not null,
  constraint steps_known_from_check CHECK ((known_from = ANY (ARRAY['advisory'::text, 'history'::text]))),
  constraint steps_pkey PRIMARY KEY (execution_id, path),
  constraint steps_status_check CHECK ((status = ANY (ARRAY['scheduled'::text, 'running'::text, 'waiting'::text, 'completed'::text, 'completedLate'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text, 'notReached'::text, 'incident'::text]))),
  constraint steps_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES executions(id)
);
CREATE INDEX steps_approvals ON steps USING btree (execution_id, path) WHERE (type = 'approval'::text);
CREATE INDEX steps_incidents ON steps USING btree (execution_id, path) WHERE (status = 'incident'::text);
CREATE INDEX steps_waiting ON steps USING btree (execution_id, type) WHERE (status = 'waiting'::text);
CREATE INDEX steps_waiting_approvals ON steps USING btree (execution_id, path) WHERE ((type = 'approval'::text) AND (status = 'waiting'::text));

create table superseded_runs (
  execution_id text not null,
  superseded_at timestamp with time zone default clock_timestamp() not null,
  run_id text,
  execution jsonb not null,
  steps jsonb not null,
  history jsonb not null,
  constraint superseded_runs_pkey PRIMARY KEY (execution_id, superseded_at),
  constraint superseded_runs_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES executions(id) ON DELETE CASCADE
);

create table temporal_namespace (
  one boolean default true not null,
  namespace_id text not null,
  namespace text not null,
  cluster_id text,
  since timestamp with time zone default clock_timestamp() not null,
  constraint temporal_namespace_one_check CHECK (one),
  constraint temporal_namespace_pkey PRIMARY KEY (one)
);

create table tokens (
  id text not null,
  project text default 'main'::text not null,
  name text not null,
  roles text[] not null,
  hash text not null,
  created_at timestamp with time zone default now() not null,
  created_by text not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint tokens_hash_key UNIQUE (hash),
  constraint tokens_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tokens_by_name ON tokens USING btree (project, name) WHERE (revoked_at IS NULL);

create table told_failures (
  id bigint generated always as identity not null,
  project text not null,
  workflow_id text not null,
  trigger_id text not null,
  execution_id text not null,
  key text not null,
  failed_workflow text not null,
  path text,
  code text not null,
  message text,
  at timestamp with time zone not null,
  taken_at timestamp with time zone,
  constraint told_failures_pkey PRIMARY KEY (id),
  constraint told_failures_workflow_id_trigger_id_execution_id_key_key UNIQUE (workflow_id, trigger_id, execution_id, key)
);
CREATE INDEX told_failures_waiting ON told_failures USING btree (workflow_id, trigger_id, id) WHERE (taken_at IS NULL);

create table trigger_set (
  "only" boolean default true not null,
  version bigint default 1 not null,
  constraint trigger_set_only_check CHECK ("only"),
  constraint trigger_set_pkey PRIMARY KEY ("only")
);

create table trigger_sets (
  project text not null,
  version bigint not null,
  constraint trigger_sets_pkey PRIMARY KEY (project)
);

create table worker_processes (
  id text not null,
  host text not null,
  pid integer not null,
  task_queue text not null,
  started_at timestamp with time zone default clock_timestamp() not null,
  seen_at timestamp with time zone default clock_timestamp() not null,
  mirror_lag_ms integer,
  constraint worker_processes_pkey PRIMARY KEY (id)
);

create table workflow_triggers (
  project text default 'main'::text not null,
  workflow_id text not null,
  trigger_id text not null,
  kind text not null,
  source text,
  version integer not null,
  config jsonb not null,
  status text default 'active'::text not null,
  paused_at timestamp with time zone,
  paused_by text,
  revision bigint default 1 not null,
  synced_revision bigint default 0 not null,
  state jsonb default '{}'::jsonb not null,
  problem jsonb,
  next_at timestamp with time zone,
  lease_until timestamp with time zone,
  attempts integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  follower text,
  follow_until timestamp with time zone,
  conditions jsonb,
  constraint follow_paused_triggers TRIGGER DEFERRABLE INITIALLY DEFERRED,
  constraint workflow_triggers_pkey PRIMARY KEY (workflow_id, trigger_id, kind),
  constraint workflow_triggers_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text, 'ended'::text]))),
  constraint workflow_triggers_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);
CREATE INDEX workflow_triggers_by_source ON workflow_triggers USING btree (project, source) WHERE (source IS NOT NULL);
CREATE INDEX workflow_triggers_due ON workflow_triggers USING btree (project, next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX workflow_triggers_failures ON workflow_triggers USING btree (project) WHERE (kind = 'failures'::text);
CREATE INDEX workflow_triggers_heard ON workflow_triggers USING btree (project, ((config ->> 'workflow'::text))) WHERE (kind = 'workflow'::text);
CREATE INDEX workflow_triggers_to_follow ON workflow_triggers USING btree (kind, project, follow_until) WHERE (status <> 'ended'::text);
CREATE INDEX workflow_triggers_to_sync ON workflow_triggers USING btree (project, updated_at) WHERE (revision > synced_revision);

create table workflow_versions (
  workflow_id text not null,
  version integer not null,
  graph jsonb not null,
  triggers jsonb not null,
  definition jsonb not null,
  definition_hash text not null,
  interpreter_version integer not null,
  published_at timestamp with time zone default now(),
  note text,
  constraint workflow_versions_pkey PRIMARY KEY (workflow_id, version),
  constraint workflow_versions_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);

create table workflows (
  id text not null,
  name text not null,
  description text,
  status text default 'active'::text not null,
  draft jsonb not null,
  draft_revision integer default 1 not null,
  published_version integer,
  latest_version integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  fingerprint text,
  project text default 'main'::text not null,
  key text,
  constraint follow_published_triggers TRIGGER DEFERRABLE INITIALLY DEFERRED,
  constraint workflows_pkey PRIMARY KEY (id),
  constraint workflows_status_check CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text, 'deleted'::text]))),
  constraint workflows_project_fkey FOREIGN KEY (project) REFERENCES projects(id)
);
CREATE INDEX workflows_archived ON workflows USING btree (project, created_at DESC, id DESC) WHERE (status = 'archived'::text);
CREATE UNIQUE INDEX workflows_key ON workflows USING btree (project, key) WHERE ((key IS NOT NULL) AND (status <> 'deleted'::text));
CREATE INDEX workflows_newest ON workflows USING btree (project, created_at DESC, id DESC) WHERE (status <> 'deleted'::text);

create view execution_history with (security_invoker=true) as
 SELECT b.execution_id,
    b.run_id,
    ((b.first_event_id + e.nth) - 1) AS event_id,
    history_event_type(e.event) AS event_type,
    ((e.event ->> 'eventTime'::text))::timestamp with time zone AS event_time,
    e.event AS attributes
   FROM (history_batches b
     CROSS JOIN LATERAL jsonb_array_elements(b.events) WITH ORDINALITY e(event, nth))
UNION ALL
 SELECT h.execution_id,
    h.run_id,
    h.event_id,
    h.event_type,
    h.event_time,
    h.attributes
   FROM history_events h
  WHERE (( SELECT true
           FROM history_batches b
          WHERE ((b.execution_id = h.execution_id) AND (b.run_id = h.run_id) AND ((b.last_event_id >= h.event_id) AND (b.last_event_id <= (h.event_id + 249))) AND (b.first_event_id <= h.event_id))
         LIMIT 1) IS NULL);

create view ledger with (security_invoker=true) as
 SELECT project,
    event_id,
    seq,
    received_at,
    trigger_set_version,
    concerned,
    filtered,
    started,
    rejected,
    held,
    deduplicated,
    batched,
    doubled,
    ((((((concerned - filtered) - started) - rejected) - held) - deduplicated) - batched) AS missing
   FROM ( SELECT e.project,
            e.id AS event_id,
            e.seq,
            e.received_at,
            e.trigger_set_version,
            e.concerned,
            e.filtered,
            x.started,
            o.rejected,
            (o.held + x.waiting) AS held,
            o.deduplicated,
            o.batched,
            x.doubled
           FROM ((events e
             CROSS JOIN LATERAL ( SELECT (count(*) FILTER (WHERE (NOT w.waits)))::integer AS started,
                    (count(*) FILTER (WHERE w.waits))::integer AS waiting,
                    (count(*) FILTER (WHERE (EXISTS ( SELECT
                           FROM event_outcomes b
                          WHERE ((b.event_id = a.event_id) AND (b.workflow_id = a.workflow_id))))))::integer AS doubled
                   FROM (executions a
                     CROSS JOIN LATERAL ( SELECT ((a.status = 'pending'::text) AND (a.start_lease_until IS NULL) AND (EXISTS ( SELECT
                                   FROM projects p
                                  WHERE ((p.id = a.project) AND (p.max_open_executions IS NOT NULL))))) AS waits) w)
                  WHERE ((a.event_id = e.id) AND (a.rerun_of IS NULL))) x)
             CROSS JOIN LATERAL ( SELECT (count(*) FILTER (WHERE (b.outcome = 'rejected'::text)))::integer AS rejected,
                    (count(*) FILTER (WHERE (b.outcome = 'held'::text)))::integer AS held,
                    (count(*) FILTER (WHERE (b.outcome = 'deduplicated'::text)))::integer AS deduplicated,
                    (count(*) FILTER (WHERE (b.outcome = 'batched'::text)))::integer AS batched
                   FROM event_outcomes b
                  WHERE (b.event_id = e.id)) o)
          WHERE (e.concerned IS NOT NULL)) l;

CREATE OR REPLACE FUNCTION public.audit_row_json(entry audit_log)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
    select jsonb_build_object(
      'project', entry.project, 'position', entry.position, 'id', entry.id,
      'at', to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'actor', entry.actor, 'actorRoles', to_jsonb(entry.actor_roles), 'action', entry.action, 'target', entry.target,
      'input', entry.input, 'outcome', entry.outcome, 'completes', entry.completes)::text
  $function$;

CREATE OR REPLACE FUNCTION public.chain_audit_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
  $function$;

CREATE OR REPLACE FUNCTION public.follow_published_triggers()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
  $function$;

CREATE OR REPLACE FUNCTION public.history_event_type(event jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN replace(initcap(replace(regexp_replace((event ->> 'eventType'::text), '^EVENT_TYPE_'::text, ''::text), '_'::text, ' '::text)), ' '::text, ''::text);

CREATE OR REPLACE FUNCTION public.list_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
  begin
    if tg_op <> 'DELETE' and (new.type = 'approval' or new.status in ('waiting', 'incident')) then
      insert into listed_steps select new.execution_id, new.path, e.project, e.seq, e.workflow_id, new.type, new.status,
  new.port, md5(new.input ->> case new.type when 'wait_for_signal' then 'name'
  when 'wait_for_event' then 'eventType' when 'lock' then 'key' when 'call_workflow' then 'workflow' when 'approval' then 'title' end), case when jsonb_typeof(new.input -> 'approvers') = 'array' then new.input -> 'approvers' end from executions e where e.id = new.execution_id
        on conflict (execution_id, path) do update set type = excluded.type, status = excluded.status, port = excluded.port,
          name_hash = excluded.name_hash, approvers = excluded.approvers;
    else
      delete from listed_steps where execution_id = old.execution_id and path = old.path;
    end if;
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION public.refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'DELETE' and current_setting('tempograph.audit_cut', true) = 'on' then return old; end if;
      raise exception 'The audit log is append-only: % is refused.', lower(tg_op) using errcode = 'insufficient_privilege';
    end
  $function$;
