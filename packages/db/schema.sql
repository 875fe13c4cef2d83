-- The schema after all migrations. Generated: see dump-schema.pg.test.ts.

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
  constraint events_pkey PRIMARY KEY (id),
  constraint events_seq_key UNIQUE (seq),
  constraint events_resend_of_fkey FOREIGN KEY (resend_of) REFERENCES events(id)
);
CREATE UNIQUE INDEX events_idempotency_key ON events USING btree (idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX events_undispatched ON events USING btree (seq) WHERE (dispatched_at IS NULL);

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
  constraint executions_event_id_workflow_id_key UNIQUE (event_id, workflow_id),
  constraint executions_pkey PRIMARY KEY (id),
  constraint executions_seq_key UNIQUE (seq),
  constraint executions_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'running'::text, 'completed'::text, 'completedWithErrors'::text, 'failed'::text, 'cancelled'::text, 'terminated'::text, 'timedOut'::text]))),
  constraint executions_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id),
  constraint executions_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES workflows(id)
);
CREATE INDEX executions_by_status ON executions USING btree (status, seq DESC);
CREATE INDEX executions_by_workflow ON executions USING btree (workflow_id, seq DESC);
CREATE INDEX executions_open ON executions USING btree (seq) WHERE (status = ANY (ARRAY['pending'::text, 'running'::text]));
CREATE INDEX executions_pending ON executions USING btree (seq) WHERE (status = 'pending'::text);

create table history_events (
  execution_id text not null,
  run_id text not null,
  event_id bigint not null,
  event_type text not null,
  event_time timestamp with time zone not null,
  attributes jsonb not null,
  constraint history_events_pkey PRIMARY KEY (execution_id, run_id, event_id)
);

create table mirror_runs (
  execution_id text not null,
  run_id text not null,
  last_event_id bigint default 0 not null,
  fence bigint default 0 not null,
  lease_owner text,
  lease_until timestamp with time zone,
  close_hinted boolean default false not null,
  failures integer default 0 not null,
  next_try_at timestamp with time zone default now() not null,
  constraint mirror_runs_pkey PRIMARY KEY (execution_id, run_id)
);
CREATE INDEX mirror_runs_due ON mirror_runs USING btree (next_try_at);

create table node_types (
  type text not null,
  manifest jsonb not null,
  registered_at timestamp with time zone default now() not null,
  constraint node_types_pkey PRIMARY KEY (type)
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
  constraint steps_status_check CHECK ((status = ANY (ARRAY['scheduled'::text, 'running'::text, 'waiting'::text, 'completed'::text, 'completedLate'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text, 'notReached'::text]))),
  constraint steps_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES executions(id)
);

create table trigger_set (
  "only" boolean default true not null,
  version bigint default 1 not null,
  constraint trigger_set_only_check CHECK ("only"),
  constraint trigger_set_pkey PRIMARY KEY ("only")
);

create table workflow_versions (
  workflow_id text not null,
  version integer not null,
  graph jsonb not null,
  triggers jsonb not null,
  definition jsonb not null,
  definition_hash text not null,
  interpreter_version integer not null,
  published_at timestamp with time zone default now() not null,
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
  constraint workflows_pkey PRIMARY KEY (id),
  constraint workflows_status_check CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text, 'deleted'::text])))
);
CREATE INDEX workflows_newest ON workflows USING btree (created_at DESC, id DESC) WHERE (status <> 'deleted'::text);
