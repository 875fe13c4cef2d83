// Made from the API's registry of operations by `pnpm --filter @tempograph/api sdl`. Do not edit.

export interface paths {
    "/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List workflows, the newest first
         * @description Workflows, the newest first.
         */
        get: operations["workflows"];
        put?: never;
        /**
         * Create and publish a workflow
         * @description Stores a new workflow and publishes it. If its graph has errors, the call is refused. With `publish: false` it is stored as a draft, even if it has errors.
         */
        post: operations["workflowCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a workflow with its draft
         * @description The workflow with this id. Null if there is none.
         */
        get: operations["workflow"];
        /**
         * Change and publish a workflow
         * @description Absent fields stay unchanged. With `publish: false` only the draft changes. With `draftRevision` the call is refused if somebody else has saved the draft in the meantime.
         */
        put: operations["workflowSaveDraft"];
        post?: never;
        /**
         * Delete a workflow; its executions stay
         * @description Deletes a workflow. Its executions and their history stay, and running executions continue to their end.
         */
        delete: operations["workflowDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish the draft, or an older version again
         * @description Makes an immutable version of the draft, which new events start. If nothing but the name differs from the published version, no new version is made. The call is refused if there are errors, also in an older version that does not pass the checks of today; warnings are returned.
         */
        post: operations["workflowPublish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a workflow
         * @description Archives a workflow: no event starts it any more. Its executions go on. Archiving an archived workflow changes nothing.
         */
        post: operations["workflowArchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate an archived workflow again
         * @description Activates an archived workflow again: events start the version that was published when it was archived. An active workflow does not change.
         */
        post: operations["workflowUnarchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the live triggers of a workflow
         * @description The triggers of the published version, with what keeps them from working. None while the workflow is archived or was never published.
         */
        get: operations["workflowTriggers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/triggers/{triggerId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a trigger
         * @description Pauses one trigger of a workflow: it starts nothing until it is resumed, also if another version is published meanwhile. The other triggers go on.
         */
        post: operations["workflowTriggerPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/triggers/{triggerId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a paused trigger go on
         * @description Lets a paused trigger go on. A trigger that is not paused does not change.
         */
        post: operations["workflowTriggerResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/triggers/{triggerId}/continue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a stopped trigger go on without what it lost
         * @description Lets a trigger go on that was stopped because changes were lost: a replication slot is gone, or its backlog was too large. It goes on from now; its state names the gap, in which changes started nothing. A trigger that was not stopped does not change.
         */
        post: operations["workflowTriggerContinue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/triggers/{triggerId}/outbox/install": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Install an outbox for a database trigger
         * @description Installs an outbox in your database, for a trigger of the kind `database` whose server offers no logical replication: a table in the schema `tempograph`, a function, and a trigger on your table for each operation. A trigger that reads through logical replication changes to the outbox and loses no change. A worker does it; until then the trigger is `following`, and its `problem` says what kept it from it.
         */
        post: operations["databaseTriggerInstall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/triggers/{triggerId}/outbox/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove the outbox of a database trigger
         * @description Removes the outbox from your database. A trigger whose mode is not `outbox` goes on through logical replication and loses no change: the outbox goes when all changes in it are events. A trigger whose mode is `outbox` reads nothing from then on, and changes in the outbox that were not read yet start nothing.
         */
        post: operations["databaseTriggerRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule-times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what a schedule means
         * @description Tells a schedule in words, with its next 10 times: of a config before it is published, or of a live trigger.
         */
        post: operations["scheduleTimes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/triggers/{triggerId}/fire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a schedule fire now
         * @description Lets a schedule fire now, beside its times. The event is stored as at each other time.
         */
        post: operations["scheduleFire"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/triggers/{triggerId}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make up for times of a schedule that are over
         * @description Fires for each time from one moment to another, at most 500, as if they passed now. A time that has its event already is not stored again.
         */
        post: operations["scheduleBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List published versions, the newest first
         * @description Published versions, the newest first.
         */
        get: operations["workflowVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/open-executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the open executions of each version
         * @description How many executions of a workflow have not ended, for each version that has any, the newest version first. The newest 10,000 are counted.
         */
        get: operations["workflowOpenExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a published version
         * @description A published version.
         */
        get: operations["workflowVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two versions of a workflow
         * @description The differences between two versions of a workflow, or between a version and the draft.
         */
        get: operations["workflowDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/sentences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a workflow as sentences
         * @description A workflow as text that people read and change, line by line, with the place of each value in the graph. `workflowFromText` reads the text again.
         */
        get: operations["workflowSentences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/from-text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a text as a workflow, without saving it
         * @description Reads sentences as a graph with triggers, and returns what cannot be read with its place. Nothing is saved: send the graph to `workflowSaveDraft`.
         */
        post: operations["workflowFromText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Listen for one webhook
         * @description Makes a secret address that takes one request within ten minutes. The request is checked and read as a webhook with this `config` would do it, and the event that it would become is shown by `webhookTestResult`. Nothing is published, and nothing starts.
         */
        post: operations["webhookTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-tests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what an address for a test has received
         * @description What an address of `webhookTest` has received. Null if there is no such address.
         */
        get: operations["webhookTestResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/event-files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file that came with a request
         * @description A file that came with the request of a webhook or a form. The event's data has its id in `files`. Null if there is none.
         */
        get: operations["eventFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a graph without saving it
         * @description Checks a graph without saving it, and returns its problems.
         */
        post: operations["validateGraph"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Simulate what a graph does with an event
         * @description Simulates a graph on virtual time, with the outcomes that you give. Nothing is carried out and nothing is stored. Send `graph`, or `workflowId` with or without `version`.
         */
        post: operations["simulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events, the newest first
         * @description Events, the newest first.
         */
        get: operations["events"];
        put?: never;
        /**
         * Send an event
         * @description The body is the payload, or a CloudEvent in structured mode (`Content-Type: application/cloudevents+json`) or binary mode (`ce-…` headers), or a list of CloudEvents (`application/cloudevents-batch+json`; at most 500 events and 3 MiB), which is answered with `{ "events": [ … ] }`, one answer for each event. The answer comes when the event is stored and can no longer be lost.
         */
        post: operations["eventSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event again: to all, to one workflow, or to a draft
         * @description Stores an event with the same content again, as an event of its own that names the first one. Without `workflowId` it goes to all workflows that are published now, and their triggers decide. With `workflowId` it starts this workflow only, whatever its triggers say: its published version, another version, or its draft.
         */
        post: operations["eventResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an event
         * @description The event with this id. Null if there is none.
         */
        get: operations["event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what became of an event, for each workflow that it could concern
         * @description What became of the event for each workflow that it could concern, and why. Workflows that have filtered it are in the list, too.
         */
        get: operations["eventOutcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflowId}/why-not/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say why an event did not start a workflow
         * @description Why an event did or did not start a workflow: as a sentence, and as data with each part of each condition and its actual value. It is computed with the triggers that were live when the event was stored.
         */
        get: operations["whyNot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflowId}/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what changed triggers would have done with the last events
         * @description Matches the newest events with changed triggers and with the published ones, and says how many more or fewer would have started the workflow, which, and why. Nothing is started or stored.
         */
        post: operations["whatIf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflowId}/what-if/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what changed triggers would have done with the last events, with progress
         * @description The same as `whatIf`, as Server-Sent Events: a `report` after every 50 events, the last one of which is `done`, then `end`. If it cannot go on, `refused` comes with a problem instead.
         */
        post: operations["whatIfProgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List executions, the newest first
         * @description Executions, the newest first.
         */
        get: operations["executions"];
        put?: never;
        /**
         * Start a workflow by hand
         * @description Starts a workflow by hand, with your data as its payload. Its triggers are not evaluated, and no other workflow starts. If it has triggers of the kind `manual`, the data has to fit the schema of one of them. It runs the published version, another version, or the draft. If no version has the draft's content yet, the draft is stored as a new version, which no event starts.
         */
        post: operations["executionStart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an execution
         * @description The execution with this id. Null if there is none. Reading an open one makes the mirror follow it closely.
         */
        get: operations["execution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the steps of an execution with input, output, failure, times and attempts
         * @description The steps of the execution, in the order in which they first appeared.
         */
        get: operations["executionSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events of Temporal's history
         * @description The mirrored events of Temporal's history, in order. If the execution has several runs, one run after the other.
         */
        get: operations["executionHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the lines that an execution's steps logged
         * @description The lines that all steps of the execution logged, in order.
         */
        get: operations["executionLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the updates of an execution (Server-Sent Events)
         * @description First the updates stored after the cursor, then new ones. The stream ends after the closing update. Each update has its cursor as `id` and its kind as `event`. The answer is 204 if the execution has ended and there are no further updates, which stops EventSource.
         */
        get: operations["executionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a list of executions (Server-Sent Events)
         * @description Says which executions of a list have changed. The first change says that anything may have changed (`all`), unless `after` is known. Changes come at most four times in a second; what changes in between comes together.
         */
        get: operations["executionsChanged"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow approvals (Server-Sent Events)
         * @description Says of which executions approvals may have changed. The first change says that anything may have changed (`all`), unless `after` is known. Changes come at most four times in a second; what changes in between comes together.
         */
        get: operations["approvalsChanged"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an execution
         * @description Cancels an execution: open steps are asked to stop, and compensation runs. A pending execution can be cancelled, too.
         */
        post: operations["executionCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/terminate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Terminate an execution
         * @description Terminates an execution at once, without compensation.
         */
        post: operations["executionTerminate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/signal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an execution a signal
         * @description Sends a signal to an execution. The execution keeps it until a node waits for it.
         */
        post: operations["executionSignal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause an execution until it is resumed
         * @description Pauses an execution: no step or timer begins, and it does not end, until it is resumed. Running steps finish, and time-outs continue.
         */
        post: operations["executionPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused execution
         * @description Resumes a paused execution.
         */
        post: operations["executionResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/skip-wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a wait now
         * @description Ends a wait before its time, on the port `out`. Approvals cannot be skipped; decide them.
         */
        post: operations["executionSkipWait"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List approvals, those of the newest executions first
         * @description Lists approvals, those of the newest executions first. With `status: WAITING, mine: true` it is the caller's inbox.
         */
        get: operations["approvals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/approvals/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide an approval, once
         * @description Decides an approval, which is possible once. The caller has to be one of its approvers or an admin.
         */
        post: operations["approvalDecide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/incidents/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the failed step of an incident again
         * @description Runs the failed step of an incident (`onError: pause`) again, with new input if it is given, which needs the permission to try nodes.
         */
        post: operations["incidentRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/incidents/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the failed step of an incident with an output
         * @description Ends the failed step of an incident with this output, as if it had succeeded.
         */
        post: operations["incidentSkip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/incidents/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the failed step of an incident fail for good
         * @description Lets the failed step of an incident fail for good. The scope around it fails with it.
         */
        post: operations["incidentFail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a closed execution again, as a new one
         * @description With `fromNode` it runs again from that node; nodes that are not downstream keep their outputs.
         */
        post: operations["executionRerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what executions remember, the newest first
         * @description The state entries of the project and its workflows that have not expired, the newest first.
         */
        get: operations["stateEntries"];
        /**
         * Set what executions remember under a key
         * @description Sets a state entry to a value, as the node `state_set` does: later executions read it. It replaces an entry of any kind, a set included.
         */
        put: operations["stateSet"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/state/entry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what executions remember under a key
         * @description The state entry with this key, with the latest members of a set. Null if there is none, or it has expired.
         */
        get: operations["stateEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/state/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget what executions remember under a key
         * @description Removes a state entry with all members of a set. Removing what does not exist changes nothing.
         */
        post: operations["stateDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count what a bulk operation would affect
         * @description Counts the executions that a bulk operation would affect and lists the newest of them. Changes nothing.
         */
        post: operations["bulkPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List bulk jobs, the newest first
         * @description Bulk jobs, the newest first.
         */
        get: operations["bulkJobs"];
        put?: never;
        /**
         * Start a bulk operation in the background
         * @description Performs an operation on every execution that the filter finds now, in the background.
         */
        post: operations["bulkStart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a bulk job with its progress
         * @description The bulk job with this id, with its progress. Null if there is none.
         */
        get: operations["bulkJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the items of a bulk job
         * @description The items of the job, in the order in which they are carried out.
         */
        get: operations["bulkItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a bulk job
         * @description Stops a bulk job. Items that were carried out keep their effect.
         */
        post: operations["bulkStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trigger-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the kinds of triggers
         * @description The kinds of triggers, with the JSON Schema of their `config`, for editors.
         */
        get: operations["triggerKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/node-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the node types with their JSON Schemas
         * @description The node types that graphs can use: the built-in ones and those that workers have registered.
         */
        get: operations["nodeTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/node-types/{type}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a single node with its side effect
         * @description Runs the node in a worker, so its side effect happens. Nothing is recorded as an execution. If the node fails, the answer is 200 with `status: failed`.
         */
        post: operations["runNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/source-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sources that can be polled
         * @description The sources that the workers' node packs bring, with the schemas of their input and of their items. A trigger of the kind `poll` names one.
         */
        get: operations["sourceTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connection-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the types of connections
         * @description The types of connections that the workers' node packs bring, with the schemas of their fields.
         */
        get: operations["connectionTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connections, the newest first
         * @description The connections of the caller's project, the newest first, without their secrets.
         */
        get: operations["connections"];
        put?: never;
        /**
         * Make a connection
         * @description Makes a connection: named credentials that nodes use without knowing them. Its secrets are encrypted before they are stored, and nobody can read them through the API. Sending the same request again makes one connection.
         */
        post: operations["connectionCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a connection, without its secrets
         * @description The connection with this id, without its secrets. Null if there is none.
         */
        get: operations["connection"];
        /**
         * Change a connection
         * @description Changes a connection; absent fields of the input stay unchanged. `fields` replaces all fields of the connection, secret ones included. Whoever lets the credentials reach more hosts or workflows has to send `fields` as well, because only somebody who knows the secrets may do that. Running executions use the change at their next attempt.
         */
        put: operations["connectionUpdate"];
        post?: never;
        /**
         * Delete a connection
         * @description Deletes a connection with its secrets. Refused while the published version of a workflow names it. Steps of older versions that still run fail at their next attempt.
         */
        delete: operations["connectionDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let somebody sign in for a connection
         * @description For connections whose type has `signsIn`, such as `oauth2.authorization_code`. Gives a URL for a browser, in which a person signs in at the service and allows Tempograph to act for them. The URL works once, for ten minutes. What the service gives is stored encrypted, in the place of what an earlier sign-in gave.
         */
        post: operations["connectionAuthorize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a connection out
         * @description Tries the credentials of a connection out, in a worker: the API neither decrypts them nor calls the service. Credentials that do not work are a normal answer.
         */
        post: operations["connectionTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/usages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what uses a connection
         * @description The nodes of published versions and of drafts that name the connection: published ones first, 1,000 at most.
         */
        get: operations["connectionUsages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/expression-functions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the functions and operators of expressions, for editors
         * @description The functions of templates (CEL), for editors.
         */
        get: operations["expressionFunctions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/viewer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the caller's name and roles
         * @description The caller, as identified by its token.
         */
        get: operations["viewer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/viewer/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the operations that the caller's roles allow
         * @description The operations that the caller's roles allow, for user interfaces: they show no button that would be refused. Whether an operation is possible now depends on its object, too.
         */
        get: operations["allowedOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The projects of the installation
         * @description The projects of the installation, by id. For admins of the project `main`.
         */
        get: operations["projects"];
        put?: never;
        /**
         * Create a project
         * @description Creates a project: a space of its own for workflows, events, executions and everything that belongs to them. Callers of one project see, change and start nothing of another. For admins of the project `main`.
         */
        post: operations["projectCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a project, or limit what it uses and where it calls
         * @description Renames a project, or limits what it uses and which hosts its steps may call. Beyond a limit its events and starts are refused with `QUOTA_EXCEEDED`; what runs goes on. Beyond `maxOpenExecutions` they are accepted, and executions wait for their start. A call to a host that the rules do not allow fails with `EGRESS_REFUSED`. A change is seen within seconds. For admins of the project `main`.
         */
        put: operations["projectUpdate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How long what has ended is kept
         * @description The policies of retention: the project's own, and those of workflows that take its place. Without a policy everything is kept for ever.
         */
        get: operations["retention"];
        /**
         * Set how long what has ended is kept
         * @description Sets the policy of the project, or of one workflow, which takes its place. Workers remove what is older in small batches, first exporting it where the installation says so. The history contains the data, so it cannot be kept longer than the data. The audit log is never removed by a policy.
         */
        put: operations["retentionSet"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/retention/{workflowId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let a workflow follow the project's policy of retention again
         * @description Removes the policy of a workflow: what has ended of it is kept as long as the policy of the project says.
         */
        delete: operations["retentionClear"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/retention/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count what the next removal would take
         * @description Counts the executions whose time is over, as the policies are; with a field, as if `retentionSet` had been called with it. Nothing is removed or changed.
         */
        get: operations["retentionPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/retention/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is held back from removal, the newest first
         * @description The legal holds of the project, the newest first.
         */
        get: operations["retentionHolds"];
        put?: never;
        /**
         * Hold an execution, a workflow or the project back from removal
         * @description Makes a legal hold: from the answer on nothing of the execution, of the workflow's executions, or of the whole project is removed by retention, until the hold is released.
         */
        post: operations["retentionHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/retention/holds/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a legal hold
         * @description Releases a hold: what no other hold names may be removed again. Releasing it twice changes nothing.
         */
        post: operations["retentionHoldRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who did what, the newest first (for admins)
         * @description Lists who performed which operation and when, the newest first. For admins only. Sending events is not in the log, because each event is stored itself.
         */
        get: operations["auditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tokens, the newest first
         * @description The tokens of the caller's project that were made with `tokenCreate`, the newest first, revoked and expired ones included. The first token and those of the file of tokens are not among them.
         */
        get: operations["tokens"];
        put?: never;
        /**
         * Make a token
         * @description Makes a token for a person or a program. The answer shows it once: only its hash is stored. It belongs to the caller's project.
         */
        post: operations["tokenCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a token
         * @description Revokes a token: from now on it is refused, its open sockets and streams end within two seconds, and the bulk jobs that it has started are stopped. A revoked token cannot be used again; its name can.
         */
        post: operations["tokenRevoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a person out everywhere
         * @description Ends every session of a person who has signed in to the caller's project: for somebody who must be out at once, or whose roles have changed. Open sockets and streams end within two seconds, and the person's bulk jobs are stopped. Whether the person can sign in again is decided by the provider and the rules.
         */
        post: operations["sessionsEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/codec/decode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decode payloads of Temporal
         * @description Decrypts payloads that API and workers have given to Temporal, and puts large values in the place of references. Temporal's Web UI calls it as its codec server. Only payloads of executions, and of nodes that ran by themselves, of the caller's project are decoded; the owner decodes all. A payload that cannot be decoded comes back as it is, and so does a reference once the values in the place of references have 8 MiB together.
         */
        post: operations["payloadsDecode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/codec/encode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Encode payloads for Temporal
         * @description Encrypts payloads as API and workers do, where payloads are encrypted. Temporal's Web UI calls it for what somebody enters there, such as a signal.
         */
        post: operations["payloadsEncode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether Postgres and Temporal answer
         * @description The status is 200 while the process lives. `ok` says whether every part answers. With a token the answer also has `version` and `parts`.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how the project is doing
         * @description What came in during the last hour, what waits, and whether everything is alive. Callers of a project share an answer for at least a second, so it may be asked for often.
         */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workers/kill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Kill a worker of the demo, to see its executions go on
         * @description Kills a worker with `kill -9`, as a crash would. Only where `npm run demo` runs the worker: it starts the worker again, and executions go on where they were. Everywhere else it is refused.
         */
        post: operations["workerKill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether everything works, and that no event was lost
         * @description Checks what a project needs to work, and the account of its events: for each event the number of workflows that it could concern has to be the sum of the outcomes. Says in words what it has found.
         */
        get: operations["doctor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reconcilable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List executions that Temporal has otherwise than they were mirrored
         * @description Lists executions that Temporal does not know, or has otherwise than they were mirrored, such as after its data was restored from an older copy: the oldest 1,000.
         */
        get: operations["executionsToReconcile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide what counts of an execution that Temporal has otherwise than it was mirrored
         * @description Decides about an execution that Temporal does not know or has otherwise than it was mirrored. A worker carries the decision out within some seconds. What was mirrored before is kept in the table `superseded_runs`.
         */
        post: operations["executionReconcile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether the API can accept events
         * @description The status is 503 while Postgres does not answer. Temporal may be down, because events wait for it.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        SavedWorkflow: {
            /** @description `wf_…` */
            id: string;
            /** @description The name, which need not be unique. */
            name: string;
            /** @description The purpose of the workflow. */
            description: string | null;
            /** @description The key by which files name the workflow, such as `sales/hot-leads`. */
            key: string | null;
            /**
             * @description The status.
             * @enum {string}
             */
            status: "active" | "archived" | "deleted";
            /** @description A number that rises with each save. Send it with `workflowSaveDraft`, so that no other person's changes are overwritten. */
            draftRevision: number;
            /** @description The version that new events start. Null until the workflow is first published. */
            publishedVersion: number | null;
            /** @description The number of the newest version; 0 if there is none. */
            latestVersion: number;
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last saved, published or archived.
             */
            updatedAt: string;
            /** @description The draft's graph, as it was saved: `{ nodes, edges, settings? }`. */
            graph: {
                [key: string]: unknown;
            };
            /** @description The draft's triggers. */
            triggers: components["schemas"]["Trigger"][];
            /** @description The version that this call published, if it published one. */
            version: number | null;
            problems: components["schemas"]["GraphProblem"][];
        };
        /** @description A trigger of a workflow. The first trigger that matches an event starts the workflow, once. */
        Trigger: {
            /** @description The id, which is unique in the workflow. */
            id?: string;
            /** @description The CloudEvents `type` that the event must have: `order.created`, or `order.*` for all types that begin with `order.`. Null or `*`: every type. */
            eventType?: string;
            /** @description The CloudEvents `source` that the event must have. Null: every source that callers can name. */
            source?: string;
            /** @description What the trigger's own source needs to know. Null for the kind `event`. */
            config?: {
                [key: string]: unknown;
            };
            /** @description The condition for the event: JSONLogic, in which the payload's fields are at the top level, or one template `{{ … }}`. Null: every event. */
            condition?: unknown;
            /** @description What has to hold beyond the condition: `{ time?, history?, state?, lookup? }`. Null: nothing. Whoever saves a draft that was read sends it back with the rest. */
            when?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description A problem of a graph at one place. */
        GraphProblem: {
            /** @description UPPER_SNAKE; each has a page in `docs/errors`. */
            code: string;
            /**
             * @description Whether publishing is refused because of it.
             * @enum {string}
             */
            severity: "error" | "warning";
            /** @description JSON Pointer into the input, such as `/nodes/3/data/url`. */
            path: string;
            /** @description The id of the node or edge that has the problem. */
            node?: string;
            /** @description What is wrong. */
            message: string;
            /** @description What to do about it. */
            hint?: string;
            /** @description A change that resolves it, if there is one that needs no decision but yes or no. */
            fix?: components["schemas"]["GraphFix"];
            /**
             * @deprecated
             * @description The older name of `hint`.
             */
            cure?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A change that resolves a problem. */
        GraphFix: {
            /** @description What the change does, in a few words. */
            title: string;
            /** @description JSON Patch (RFC 6902) on the graph that was checked, with its triggers under `triggers`. */
            patch: unknown;
            /** @description It assumes what the author meant. Otherwise the workflow would do the same, or no other change resolves the problem. */
            isGuess?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description A named definition that users edit: triggers and a graph. It has a draft and immutable published versions. */
        Workflow: {
            /** @description `wf_…` */
            id: string;
            /** @description The name, which need not be unique. */
            name: string;
            /** @description The purpose of the workflow. */
            description: string | null;
            /** @description The key by which files name the workflow, such as `sales/hot-leads`. */
            key: string | null;
            /**
             * @description The status.
             * @enum {string}
             */
            status: "active" | "archived" | "deleted";
            /** @description A number that rises with each save. Send it with `workflowSaveDraft`, so that no other person's changes are overwritten. */
            draftRevision: number;
            /** @description The version that new events start. Null until the workflow is first published. */
            publishedVersion: number | null;
            /** @description The number of the newest version; 0 if there is none. */
            latestVersion: number;
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last saved, published or archived.
             */
            updatedAt: string;
            /** @description The draft's graph, as it was saved: `{ nodes, edges, settings? }`. */
            graph: {
                [key: string]: unknown;
            };
            /** @description The draft's triggers. */
            triggers: components["schemas"]["Trigger"][];
        };
        /** @description A trigger of the published version of an active workflow. */
        LiveTrigger: {
            /** @description `wf_…` */
            workflowId: string;
            /** @description Its id, which is unique in the workflow. */
            triggerId: string;
            /** @description The kind, such as `event`. */
            kind: string;
            /** @description The version of the workflow that it starts. */
            version: number;
            /** @description When it starts the workflow, for people. */
            sentence: string;
            /** @description The CloudEvents `source` of the events that it makes. Null if it only listens. */
            source: string | null;
            /** @description Where its requests come in, behind the URL of the API: `/hooks/main/orders`. Null: it has no address. */
            address: string | null;
            /** @description What it was published with. */
            config: {
                [key: string]: unknown;
            };
            /** @description What has to hold beyond its condition. */
            when: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Whether it works.
             * @enum {string}
             */
            status: "active" | "paused";
            /** @description Whether a worker still has to carry the last change to what makes the events, such as a schedule of Temporal. */
            following: boolean;
            /** @description Since when it is paused. */
            pausedAt: string | null;
            /** @description Who paused it. */
            pausedBy: string | null;
            /** @description What keeps it from working. */
            problem: components["schemas"]["TriggerProblem"] | null;
            /** @description What the kind keeps, such as the position up to which it has read. */
            state: unknown;
        };
        /** @description What keeps a live trigger from working. */
        TriggerProblem: {
            /** @description UPPER_SNAKE; each has a page in `docs/errors`. */
            code: string;
            /** @description What is wrong. */
            message: string;
            /** @description What to do about it. */
            hint: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
        };
        /** @description A trigger of the kind `database`, and SQL for its outbox. */
        DatabaseTriggerOutbox: {
            /** @description The trigger as it is now. */
            trigger: components["schemas"]["LiveTrigger"];
            /** @description What a worker runs in your database. */
            sql: string[];
        };
        /** @description What a schedule means. */
        ScheduleTimes: {
            /** @description The schedule in words. Null if it has problems. */
            words: string | null;
            /** @description When it fires next, the earliest first. */
            times: string[];
            /**
             * @description Who computed the times.
             * @enum {string}
             */
            computedBy: "tempograph" | "temporal";
            /** @description What is wrong with it. Paths are JSON Pointers into the trigger. */
            problems: components["schemas"]["GraphProblem"][];
        };
        /** @description A version of a workflow. It never changes, and an execution keeps the version with which it started. */
        WorkflowVersion: {
            workflowId: string;
            version: number;
            /** @description The graph as it was published. */
            graph: {
                [key: string]: unknown;
            };
            /** @description The triggers. */
            triggers: components["schemas"]["Trigger"][];
            /** @description The definition that executions run: the graph together with everything that could change later, such as node types. */
            definition: {
                [key: string]: unknown;
            };
            /** @description The hash of `definition`. */
            definitionHash: string;
            /** @description The version of the interpreter's rules that its executions follow. */
            interpreterVersion: number;
            /** @description When it was first published. Null if it was stored for an execution that ran the draft; no event starts such a version. */
            publishedAt: string | null;
            /** @description What has changed, in the words of whoever published it first. */
            note: string | null;
        };
        /** @description The open executions of a version. */
        OpenExecutions: {
            /** @description The number of the version. */
            version: number;
            /** @description How many of its executions have not ended. */
            count: number;
        };
        /** @description The differences between two versions of a workflow. */
        WorkflowDiff: {
            /** @description Whether nothing differs, not even the picture. */
            identical: boolean;
            /** @description Whether only the picture differs, so that executions of both versions do the same. */
            sameMeaning: boolean;
            /** @description The differences of the nodes, which are compared by id. */
            nodes: components["schemas"]["NodesDiff"];
            /** @description The differences of the edges, which are compared by the nodes and ports that they connect. */
            edges: components["schemas"]["EdgesDiff"];
            /** @description The differences of the triggers, which are compared by id. */
            triggers: components["schemas"]["TriggersDiff"];
            /** @description The differences of the graph's settings. */
            settings: components["schemas"]["FieldChange"][];
            /** @description The differences of the graph's other keys, such as React Flow's viewport. */
            other: components["schemas"]["FieldChange"][];
        };
        /** @description A node, edge or trigger that both versions have, and its differences. */
        ElementChange: {
            /** @description The id. If an edge was drawn again and has two ids, one of them. */
            id: string;
            /** @description The whole element in the older version. */
            before: {
                [key: string]: unknown;
            };
            /** @description The whole element in the newer version. */
            after: {
                [key: string]: unknown;
            };
            /** @description The fields that differ, ordered by path. */
            changes: components["schemas"]["FieldChange"][];
            /** @description Whether all changes concern only the picture. */
            layout: boolean;
        };
        /** @description A field that differs. */
        FieldChange: {
            /** @description JSON Pointer into the node, edge, trigger or graph: `/data/url`. */
            path: string;
            /**
             * @description How it differs.
             * @enum {string}
             */
            kind: "added" | "removed" | "changed";
            /** @description The value in the older version. Null if the field was added. */
            before?: unknown;
            /** @description The value in the newer version. Null if the field was removed. */
            after?: unknown;
            /** @description Whether the field concerns only the picture, such as the position of a node. Executions do the same. */
            layout: boolean;
        };
        /** @description The nodes that differ. */
        NodesDiff: {
            /** @description nodes that only the newer version has. */
            added: {
                [key: string]: unknown;
            }[];
            /** @description nodes that only the older version has. */
            removed: {
                [key: string]: unknown;
            }[];
            /** @description nodes that both versions have and that differ. */
            changed: components["schemas"]["ElementChange"][];
            /** @description Whether their order differs. It is the order in which nodes fire. */
            reordered: boolean;
        };
        /** @description The edges that differ. */
        EdgesDiff: {
            /** @description edges that only the newer version has. */
            added: {
                [key: string]: unknown;
            }[];
            /** @description edges that only the older version has. */
            removed: {
                [key: string]: unknown;
            }[];
            /** @description edges that both versions have and that differ. */
            changed: components["schemas"]["ElementChange"][];
            /** @description Whether their order differs. It is the order in which nodes fire. */
            reordered: boolean;
        };
        /** @description The triggers that differ. */
        TriggersDiff: {
            /** @description Those that only the newer version has. */
            added: components["schemas"]["Trigger"][];
            /** @description Those that only the older version has. */
            removed: components["schemas"]["Trigger"][];
            /** @description Those that both versions have and that differ. */
            changed: components["schemas"]["ElementChange"][];
            /** @description Whether they are evaluated in a different order. */
            reordered: boolean;
        };
        /** @description A workflow as sentences. */
        WorkflowSentences: {
            /** @description All sentences as text, a line each. `workflowFromText` reads it. */
            text: string;
            /** @description The lines of the triggers. A line is `{ kind, path, node, pieces, block }`. Its pieces are words, names, and slots: values with the JSON Pointer of their place in `{ graph, triggers }`. */
            triggers: {
                [key: string]: unknown;
            }[];
            /** @description The lines of the start policies and other settings of the whole workflow. */
            settings: {
                [key: string]: unknown;
            }[];
            /** @description The lines of the steps, with the lines inside of them in `block`. */
            steps: {
                [key: string]: unknown;
            }[];
        };
        /** @description A workflow that was read from a text. */
        TextWorkflow: {
            /** @description The graph. It is complete if there are no problems. */
            graph: {
                [key: string]: unknown;
            };
            /** @description The triggers. */
            triggers: components["schemas"]["Trigger"][];
            /** @description What cannot be read, in the order of the text. */
            problems: components["schemas"]["TextProblem"][];
        };
        /** @description Something in a text that cannot be read. */
        TextProblem: {
            /** @description What is wrong. */
            message: string;
            /** @description What could stand there. */
            hint: string;
            /** @description The offset in the text at which it begins, in UTF-16 code units. */
            from: number;
            /** @description The offset behind it. */
            to: number;
            /** @description The line, from 1. */
            line: number;
            /** @description The column, from 1. */
            column: number;
        };
        /** @description An address that takes one request and shows it. */
        WebhookTest: {
            /** @description `hkt_…` */
            id: string;
            /**
             * Format: date-time
             * @description Until when it listens.
             */
            expiresAt: string;
            /** @description When the request came. Null: none has come yet. */
            receivedAt: string | null;
            /** @description The event that the request would become, with `type`, `source` and `data`. Null: none has come yet. */
            event: unknown;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description A file that came with the request of a webhook or a form. */
        EventFile: {
            /** @description `file_…` */
            id: string;
            /** @description The event that it came with. */
            eventId: string;
            /** @description The name of the form's field; `body` if the whole body was the file. */
            field: string;
            /** @description The file's name, as the sender says. */
            name: string;
            /** @description Its media type, as the sender says. */
            mediaType: string;
            /** @description Its bytes. */
            size: number;
            /** @description The bytes in Base64. */
            data: string;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description What an execution would do. */
        Simulation: {
            /**
             * @description How it ended.
             * @enum {string}
             */
            status: "completed" | "completedWithErrors" | "failed" | "cancelled" | "waiting" | "stopped";
            /** @description Its output. */
            output: unknown;
            /** @description Why it failed or was stopped. */
            error: components["schemas"]["Failure"] | null;
            /** @description The event as expressions read it. */
            event: {
                [key: string]: unknown;
            };
            /** @description Whether the event would start the workflow. Null if there are no triggers. The graph is simulated in every case. */
            trigger: components["schemas"]["SimulatedTrigger"] | null;
            /** @description The steps in the order in which they began. */
            steps: components["schemas"]["SimulatedStep"][];
            /** @description The edges that were taken, in order. */
            taken: components["schemas"]["TakenEdge"][];
            /** @description What the open steps wait for. */
            waitingFor: components["schemas"]["Awaited"][];
            /** @description Outcomes that were missing or not used, and operations that were refused. */
            warnings: components["schemas"]["SimulationWarning"][];
            /** @description The warnings that publishing would give. A graph with errors is not simulated. */
            problems: components["schemas"]["GraphProblem"][];
            /** @description Virtual milliseconds from start to end. */
            tookMs: number;
        };
        /** @description Why a step, an attempt or an execution failed. */
        Failure: {
            /** @description UPPER_SNAKE; each has a page in `docs/errors`. */
            code: string;
            /** @description What happened. */
            message: string;
            /** @description The step that failed. */
            path?: string;
            /** @description What to do about it. */
            hint?: string;
            /**
             * @deprecated
             * @description The older name of `hint`.
             */
            cure?: string;
            /** @description Whether another attempt could help. */
            retryable?: boolean;
            /** @description Further details, if the node gives them. */
            details?: unknown;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Whether a trigger matches the event. */
        SimulatedTrigger: {
            /** @description Whether a trigger matches. */
            matched: boolean;
            /** @description The id of the trigger that matches. */
            id: string | null;
            /** @description The problem of a condition that failed. */
            problem: components["schemas"]["GraphProblem"] | null;
            /** @description What the answer depends on and `known` does not say, such as `state.seen` or `lookup.customer`; then nothing is known to match. `history`: it matches if no execution has run before. */
            missing: string[];
        };
        /** @description A step: one visit of a node. */
        SimulatedStep: {
            /** @description The path, such as `notify`, or `each[3]/notify` in a loop. */
            path: string;
            /** @description Its node. */
            nodeId: string;
            /** @description Its node type. */
            type: string;
            /**
             * @description The status.
             * @enum {string}
             */
            status: "running" | "waiting" | "incident" | "completed" | "completedLate" | "failed" | "skipped" | "cancelled" | "notReached";
            /** @description The port it ended on. */
            port: string | null;
            /** @description The node's data after its templates were rendered. */
            input: unknown;
            /** @description The output. */
            output: unknown;
            /** @description Why it failed. */
            failure: components["schemas"]["Failure"] | null;
            /** @description Virtual milliseconds after the start. Null if it never began. */
            startedAtMs: number | null;
            /** @description Virtual milliseconds after the start. Null while it is open. */
            endedAtMs: number | null;
            /** @description The number of attempts of its side effect; 0 if it has none. */
            attempts: number;
            /** @description Whether its output was made up, because no outcome was given. */
            generated: boolean;
        };
        /** @description An edge that was taken. */
        TakenEdge: {
            /** @description The id of the edge. The `next` of a case has an id that was made for it. */
            edge: string;
            /** @description The node that the edge leaves. */
            source: string;
            /** @description The node that the edge leads to. */
            target: string;
            /** @description The port of the source node. */
            port: string;
            /** @description The path of the step that the edge leaves. */
            path: string;
            /** @description Virtual milliseconds after the start. */
            atMs: number;
        };
        /** @description What an open step waits for. */
        Awaited: {
            /** @description The path of the step; `!gate` if the execution is paused. */
            path: string;
            /** @description Its node. */
            nodeId: string;
            /** @description signal, event, approval, workflow, lock, person, timer, step or resume. */
            kind: string;
            /** @description The signal's name, the event type, the approval's title, the workflow or the lock's key. */
            name: string | null;
            /** @description Virtual milliseconds after the start at which a time-out ends the wait, if there is one. */
            untilMs: number | null;
        };
        /** @description A reason for which the simulation may differ from a real execution. */
        SimulationWarning: {
            /** @description OUTCOME_MISSING, OUTCOME_UNUSED or OPERATION_REFUSED. */
            code: string;
            /** @description The step or the outcome that the warning concerns. */
            path: string | null;
            /** @description The reason, for people. */
            message: string;
        };
        /** @description Something that happened, with the CloudEvents attributes. Stored before it is acknowledged. */
        Event: {
            /** @description `evt_…` */
            id: string;
            /** @description CloudEvents `type`, such as `lead.created`. */
            type: string;
            /** @description CloudEvents `source`: the system that sent the event. */
            source: string;
            /** @description CloudEvents `subject`: what the event is about. */
            subject: string | null;
            /**
             * Format: date-time
             * @description CloudEvents `time`: when the event happened.
             */
            time: string;
            /** @description Further attributes of the CloudEvent: `datacontenttype`, `dataschema` and extensions. Null if it has none. */
            attributes: unknown | null;
            /** @description The payload. */
            data: unknown;
            /** @description The sender's idempotency key. A second event with the same key is not stored; the answer names the first one. */
            idempotencyKey: string | null;
            /** @description The event that this one repeats. */
            resendOf: string | null;
            /**
             * Format: date-time
             * @description When it was stored.
             */
            receivedAt: string;
            /** @description When it was matched against the triggers. Null if it still waits. */
            dispatchedAt: string | null;
            /** @description The number of executions that it started. Null until it is dispatched. */
            matched: number | null;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description What became of an event for one workflow, and why. */
        EventOutcome: {
            /** @description The workflow. */
            workflowId: string;
            /** @description The version that was live when the event was stored. */
            workflowVersion: number;
            /**
             * @description What became of it.
             * @enum {string}
             */
            outcome: "started" | "filtered" | "rejected" | "held" | "deduplicated" | "batched";
            /** @description The trigger that took the event; `manual` or `call` if no trigger did. */
            triggerId: string | null;
            /** @description The execution that it started; batched or deduplicated: the one that has the event, or made it superfluous. */
            executionId: string | null;
            /** @description Why, in words: `score was 72, needs more than 80`. */
            sentence: string;
            /** @description Rejected, held, deduplicated or batched: `{ code, message, hint }`. */
            reason: unknown;
            /** @description Held: when it is decided again. */
            until: string | null;
            /** @description What each trigger made of the event: a list of `{ id, kind, result, condition, sentence }`. The result is `took`, `outsideHours`, `conditionFalse`, `conditionFailed`, `ranBefore`, `undecided`, `paused`, `notListening` or `notAsked`. A condition is `{ kind, text, holds, problem, parts, operator, operands }`: `all`, `any` and `not` consist of parts, a `test` has operands with their actual values. */
            triggers: unknown;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description Why an event did or did not start a workflow. */
        WhyNot: {
            /** @description The workflow. */
            workflowId: string;
            /** @description The event. */
            eventId: string;
            /** @description The version that was live when the event was stored. Null: none was. */
            workflowVersion: number | null;
            /** @description What became of it. Null: the event could not concern the workflow, or waits to be dispatched. */
            outcome: ("started" | "filtered" | "rejected" | "held" | "deduplicated" | "batched") | null;
            /** @description The trigger that took the event; `manual` or `call` if no trigger did. */
            triggerId: string | null;
            /** @description The execution that it started; batched or deduplicated: the one that has the event, or made it superfluous. */
            executionId: string | null;
            /** @description Why, in words: `score was 72, needs more than 80`. */
            sentence: string;
            /** @description Rejected, held, deduplicated or batched: `{ code, message, hint }`. */
            reason: unknown;
            /** @description Held: when it is decided again. */
            until: string | null;
            /** @description What each trigger made of the event: a list of `{ id, kind, result, condition, sentence }`. The result is `took`, `outsideHours`, `conditionFalse`, `conditionFailed`, `ranBefore`, `undecided`, `paused`, `notListening` or `notAsked`. A condition is `{ kind, text, holds, problem, parts, operator, operands }`: `all`, `any` and `not` consist of parts, a `test` has operands with their actual values. */
            triggers: unknown;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description What changed triggers would have done with the newest events. */
        WhatIfReport: {
            /** @description How many events were examined: the newest ones that the published or the changed triggers listen to. */
            examined: number;
            /** @description Whether all of them are examined. Otherwise the numbers are those until now. */
            done: boolean;
            /** @description How many of them the published triggers take. */
            before: number;
            /** @description How many of them the changed triggers take. */
            after: number;
            /** @description How many only the changed triggers take. */
            more: number;
            /** @description How many only the published triggers take. */
            fewer: number;
            /** @description For how many a condition of the changed triggers cannot be evaluated. */
            failed: number;
            /** @description For how many the answer of the changed triggers depends on something that was not found out when the event came: on executions that ran before (`when.history`), counted as if none had, or on the memory or a lookup (`when.state`, `when.lookup`), counted as not taken. */
            undecided: number;
            /** @description The newest of those that make the difference, at most 100. */
            changed: components["schemas"]["ChangedEvent"][];
        };
        /** @description An event for which a change of triggers makes a difference. */
        ChangedEvent: {
            /** @description The event. */
            eventId: string;
            /**
             * @description What the change does.
             * @enum {string}
             */
            change: "more" | "fewer";
            /** @description Why the triggers that do not take it do not: for MORE the published ones, for FEWER the changed ones. */
            sentence: string;
        };
        /** @description The execution of one version of a workflow for one event. */
        Execution: {
            /** @description The id, which is also the Temporal workflow id. */
            id: string;
            workflowId: string;
            /** @description The version that it runs. Later publishing does not change it. */
            workflowVersion: number;
            /** @description The event that started it. */
            eventId: string;
            /** @description The trigger that matched; `call` or `manual` if no trigger started it. */
            triggerId: string;
            /**
             * @description The status of the execution.
             * @enum {string}
             */
            status: "pending" | "running" | "completed" | "completedWithErrors" | "failed" | "cancelled" | "terminated" | "timedOut";
            /** @description Temporal's id of the current run. */
            runId: string | null;
            /** @description Temporal's id of the first run of the execution. */
            firstRunId: string | null;
            /**
             * Format: date-time
             * @description When the execution was created.
             */
            createdAt: string;
            /** @description When it started on Temporal. */
            startedAt: string | null;
            /** @description When it ended. */
            closedAt: string | null;
            /** @description The output. */
            output: unknown;
            /** @description Why it failed. */
            failure: components["schemas"]["Failure"] | null;
            /** @description The number of history events of all mirrored runs. Null until the end is mirrored. */
            historyEvents: number | null;
            /** @description Whether the mirror and Temporal agree. Null until the end is mirrored. */
            mirrorOk: boolean | null;
            /** @description The differences between the mirror and Temporal, if there are any. */
            mirrorProblem: unknown;
            /** @description Since when Temporal has not known it. It goes on when Temporal knows it again, also after it was closed as lost. Null: Temporal knows it, or is not asked any more. */
            missingSince: string | null;
            /** @description Since when no worker can carry it on, although it is open: its workflow task fails on Temporal, which tries it again and again. Null: it gets on. */
            taskFailsSince: string | null;
            /** @description How its workflow task failed last. */
            taskFailure: string | null;
            /** @description Why it could not be started on Temporal yet. */
            startError: string | null;
            /** @description Whether a person has paused it: no step or timer begins, and it does not end, until `executionResume`. */
            paused: boolean;
            /** @description The execution that this one runs again. */
            rerunOf: string | null;
            rerunFrom: string | null;
            /** @description Use it as `after` of `executionEvents` to get only the updates after this answer. */
            cursor: string;
            /** @description The URL of this execution in Temporal's Web UI. */
            temporalUiUrl: string | null;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description A step of an execution: one visit of a node. */
        Step: {
            executionId: string;
            /** @description The path, such as `notify`, or `each[3]/notify` in a loop. It is unique in the execution. */
            path: string;
            position: number;
            /** @description Id of the node in the graph. */
            nodeId: string;
            /** @description Node type, such as `http_call`. */
            type: string;
            /**
             * @description The status.
             * @enum {string}
             */
            status: "scheduled" | "running" | "waiting" | "incident" | "completed" | "completedLate" | "failed" | "skipped" | "cancelled" | "notReached";
            /** @description The port that it ended on. The edges of this port were taken. */
            port: string | null;
            /** @description The node's data after its templates were rendered. */
            input: unknown;
            /** @description The output. */
            output: unknown;
            /** @description Why it failed. */
            failure: components["schemas"]["Failure"] | null;
            /** @description When its activity was scheduled. */
            scheduledAt: string | null;
            /** @description When it began. */
            startedAt: string | null;
            /** @description When it ended. */
            endedAt: string | null;
            /**
             * @description The source of the step's data.
             * @enum {string}
             */
            knownFrom: "advisory" | "history";
            /** @description The number of attempts. 0 for nodes that the machine carries out. */
            attemptCount: number;
            /** @description The attempts. */
            attempts: components["schemas"]["StepAttempt"][];
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description An attempt of a step's activity, as its worker reported it. */
        StepAttempt: {
            executionId: string;
            path: string;
            /** @description 1, 2, 3 … */
            attempt: number;
            /** @description When the worker began. */
            startedAt: string | null;
            /** @description When it ended. Null if it has not ended or its end was never reported. */
            endedAt: string | null;
            /** @description Why it failed. */
            failure: components["schemas"]["Failure"] | null;
            /** @description The identity of the worker. */
            worker: string | null;
        };
        /** @description An event of Temporal's history, as Temporal has it. Only payloads that are encrypted there are shown decrypted. */
        HistoryEvent: {
            /** @description The run that the event belongs to. */
            runId: string;
            /** @description Temporal's event id: 1, 2, 3 … in each run. */
            eventId: string;
            /** @description Temporal's event type, such as `ActivityTaskCompleted`. */
            eventType: string;
            /**
             * Format: date-time
             * @description When Temporal recorded it.
             */
            eventTime: string;
            /** @description The whole event as proto3 JSON. */
            attributes: {
                [key: string]: unknown;
            } | null;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description A line that a node logged. */
        StepLog: {
            executionId: string;
            path: string;
            /** @description The attempt that logged it. */
            attempt: number;
            /** @description debug, info, warn or error. */
            level: string;
            /** @description The line. */
            message: string;
            /** @description Structured fields. */
            fields: unknown;
            /**
             * Format: date-time
             * @description When it was logged.
             */
            at: string;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description A change of an execution. */
        ExecutionUpdate: {
            executionId: string;
            /** @description The cursor of this update. Use it as `after` to continue a subscription after it. */
            cursor: string;
            /**
             * @description What changed.
             * @enum {string}
             */
            kind: "status" | "step" | "attempt" | "log";
            /** @description The path of the step that changed. Null if the execution itself changed. */
            path: string | null;
            /** @description The change, with the values at the time when it happened. */
            body: unknown;
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description A change of a list of executions. */
        ExecutionsChange: {
            /** @description The cursor of this change. Use it as `after` to continue behind it. */
            cursor: string;
            /** @description Whether anything may have changed, so that the list has to be read anew. Then no executions are named. */
            all: boolean;
            /** @description Executions that have changed, or are new, and fit the filter now. */
            executionIds: string[];
            /** @description Executions that have changed and do not fit the filter, so that the list no longer shows them. */
            goneIds: string[];
        };
        /** @description A change of approvals. */
        ApprovalsChange: {
            /** @description The cursor of this change. Use it as `after` to continue behind it. */
            cursor: string;
            /** @description Whether anything may have changed, so that the list has to be read anew. Then no executions are named. */
            all: boolean;
            /** @description Executions of which approvals may have changed. */
            executionIds: string[];
        };
        /** @description A step that waits, or has waited, for the decision of a person. */
        Approval: {
            executionId: string;
            /** @description The path of the step, for `approvalDecide`. */
            path: string;
            status: string;
            /** @description What is to be decided. */
            title: string | null;
            /** @description Details of what is to be decided. */
            description: string | null;
            /** @description JSON Schema of the decision's `data`. Null: any data. */
            form: unknown;
            /** @description Who may decide, such as `role:finance` or `user:kim`. Null: every caller with the permission to decide. */
            approvers: string[] | null;
            /** @description Whether the caller may decide it now. */
            canDecide: boolean;
            /** @description The moment since which it waits. */
            waitingSince: string | null;
            /** @description `{ decision, by, data, at }` when it has been decided. */
            decision: unknown;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description What executions remember for later ones, under a key. */
        StateEntry: {
            workflowId: string | null;
            /** @description Its key, which is unique in the workflow, or among the project's own entries. */
            key: string;
            /**
             * @description Whether it is a value or a set.
             * @enum {string}
             */
            kind: "value" | "set";
            /** @description The value. Of a set, where one entry is asked for: up to 1,000 members, the latest first. In lists it is null for a set. */
            value: unknown;
            /** @description How many members a set has, those included that have expired and are not yet removed. */
            members: number;
            /** @description What it counts for in the limit of the project. */
            bytes: number;
            /** @description Rises with each change. */
            revision: number;
            /** @description When the value expires, or the first member of the set. Null: it stays. */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updatedAt: string;
            /** @description The execution that changed it last, or the name of the caller. */
            updatedBy: string;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        BulkPreview: {
            count: number;
            matching: number;
            sample: components["schemas"]["Execution"][];
        };
        /** @description A job that performs one operation on many executions, which were selected when the job began. It continues after a restart of the API. */
        BulkJob: {
            /** @description `blk_…` */
            id: string;
            /** @description The name of the caller who started the job. Each operation is performed under this name. */
            actor: string;
            actorRoles: string[];
            /**
             * @description The operation that is performed on each execution.
             * @enum {string}
             */
            action: "cancel" | "terminate" | "pause" | "resume" | "signal" | "rerun" | "incidentRetry";
            /** @description The input of the operation. */
            input: {
                [key: string]: unknown;
            } | null;
            /** @description The filter that selected the executions, without what it searched in payloads. */
            filter: {
                [key: string]: unknown;
            };
            /** @description What the filter searched in payloads: `text` and `waitingForName`. Null if it searched nothing. */
            searched: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The status of the job.
             * @enum {string}
             */
            status: "running" | "stopped" | "completed";
            /** @description The number of items. */
            total: number;
            /** @description The number of items that were accepted. */
            done: number;
            /** @description The number of items for which there was nothing left to do. */
            skipped: number;
            /** @description The number of items that were refused or got no answer. */
            failed: number;
            /** @description Why the job makes no progress at the moment. */
            waitingFor: string | null;
            /**
             * Format: date-time
             * @description When it was started.
             */
            createdAt: string;
            /** @description When it ended. */
            endedAt: string | null;
            /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
            payloadsHidden?: string;
        };
        /** @description An item of a bulk job: one execution or one step. */
        BulkItem: {
            ordinal: number;
            executionId: string;
            /** @description The path of the step, if the item concerns a step. */
            path: string | null;
            /**
             * @description The outcome of the item.
             * @enum {string}
             */
            outcome: "pending" | "done" | "skipped" | "failed";
            /** @description The code of the reason for which it was skipped or failed. */
            code: string | null;
            /** @description The reason for which it was skipped or failed, for people. */
            message: string | null;
            /** @description The new execution, if the item is a rerun. */
            result: string | null;
        };
        /** @description A kind of trigger, for editors. */
        TriggerKind: {
            /** @description What a trigger has as its `kind`. */
            kind: string;
            /** @description Its name for people. */
            title: string;
            /** @description What starts the workflow. */
            description: string;
            /** @description JSON Schema of a trigger's `config`. Null: the kind has none. */
            config: {
                [key: string]: unknown;
            } | null;
            /** @description A `config` with which the kind works. */
            example: {
                [key: string]: unknown;
            } | null;
        };
        /** @description A kind of node that graphs can use. */
        NodeType: {
            /** @description The value of a node's `type`, such as `http_call`. */
            type: string;
            /** @description The title, for people. */
            title: string;
            /** @description What it does. */
            description: string;
            /**
             * @description What carries out a node of this type.
             * @enum {string}
             */
            runs: "machine" | "activity";
            /** @description JSON Schema of `data` after its templates are rendered. */
            input: {
                [key: string]: unknown;
            };
            /** @description JSON Schema of the output. Null: any value. */
            output?: {
                [key: string]: unknown;
            };
            /** @description The ports on which a node can end, in addition to `error`. */
            ports: string[];
            /** @description The field of `data` that names further ports: `cases` means one port for each `cases[].label`. */
            portsFrom?: string;
            /** @description Whether carrying out a node twice does no harm: true, false, or `{ when: <JSONLogic over data> }`. */
            idempotent: boolean | {
                [key: string]: unknown;
            };
            /** @description The default retry settings. */
            retry?: {
                [key: string]: unknown;
            };
            /** @description Default timeouts. */
            timeout?: {
                [key: string]: unknown;
            };
            /** @description The types of connections that `data.connection` may name. Null: it takes none. */
            connections?: string[];
            /** @description Whether it cannot do without a connection. */
            needsConnection?: boolean;
            /** @description How a node of this type is said in a sentence, with fields of `data` in braces. Null: by its title. */
            sentence?: string[];
            /** @description The package that contains it. */
            pack: components["schemas"]["NodePack"];
            /** @description An example of `data`. */
            example: unknown;
        } & {
            [key: string]: unknown;
        };
        /** @description The package that contains a node type. */
        NodePack: {
            /** @description Name of the npm package. */
            name: string;
            /** @description Its version. */
            version: string;
        };
        /** @description The run of a single node. */
        NodeRun: {
            /**
             * @description How it ended.
             * @enum {string}
             */
            status: "completed" | "failed";
            /** @description The node's data after its templates were rendered. Null if rendering failed. */
            input: unknown;
            /** @description The output. */
            output: unknown;
            /** @description The port that it ended on. Null if it failed. */
            port: string | null;
            /** @description Why it failed. */
            error: components["schemas"]["Failure"] | null;
            /** @description The number of attempts. Null if the number is unknown, because the time was over. */
            attempts: number | null;
            /** @description Wall time, including the way to the worker and back. */
            durationMs: number;
            /** @description The lines that it logged in its last attempt. */
            logs: components["schemas"]["NodeRunLog"][];
        };
        /** @description A line that the node logged. */
        NodeRunLog: {
            /** @description debug, info, warn or error. */
            level: string;
            /** @description The message without secrets. */
            message: string;
            /** @description The fields that were logged with it, without secrets. */
            fields: unknown;
            /** @description When it was logged. */
            at: number;
        };
        /** @description A source that triggers of the kind `poll` can read. */
        SourceType: {
            /** @description Its name, such as `rss`: what a trigger says in `config.source`. */
            type: string;
            /** @description The title, for people. */
            title: string;
            /** @description What it reads, and what an item is. */
            description: string;
            /** @description JSON Schema of `config.input`. */
            input: unknown;
            /** @description JSON Schema of an item: the data of its event. Absent: any JSON. */
            data?: unknown | null;
            /** @description The types of connections that it takes. */
            connections?: string[];
            /** @description True: it cannot do without a connection. */
            needsConnection?: boolean;
            /** @description The package that contains it. */
            pack: components["schemas"]["NodePack"];
            /** @description An example of `config.input`. */
            example?: unknown | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A kind of credentials that connections can have. */
        ConnectionType: {
            /** @description Its name, such as `http.bearer`. */
            type: string;
            /** @description The title, for people. */
            title: string;
            /** @description What it is for. */
            description: string;
            /** @description JSON Schema of a connection's fields. Those with `"secret": true` can be written but not read. */
            fields: {
                [key: string]: unknown;
            };
            /** @description The names of the secret fields. */
            secretFields: string[];
            /** @description Whether it adds credentials to HTTP requests. */
            authorizes: boolean;
            /** @description Whether its fields say which hosts it reaches. Otherwise a connection that adds credentials has to name them. */
            namesHosts: boolean;
            /** @description True: somebody has to sign in at the service first, by `connectionAuthorize`. */
            signsIn?: boolean;
            /** @description Whether `connectionTest` can try its connections out. */
            testable: boolean;
            /** @description The package that contains it. */
            pack: components["schemas"]["NodePack"];
        } & {
            [key: string]: unknown;
        };
        /** @description Named credentials of a project. Its secrets can be written but not read. */
        Connection: {
            /** @description `con_…` */
            id: string;
            /** @description The name that nodes write into `data.connection`. Unique in the project; it does not change. */
            name: string;
            /** @description The project to which it belongs. */
            project: string;
            /** @description Its type, such as `http.bearer`. */
            type: string;
            /** @description What it is for. */
            description: string | null;
            /** @description The fields that are not secret. */
            fields: {
                [key: string]: unknown;
            };
            /** @description The names of the secret fields that have a value. */
            secretFields: string[];
            /** @description The only hosts to which its credentials may be sent. Null: the type says so, or every host. */
            allowedHosts: string[] | null;
            /** @description The ids of the only workflows that may use it. Null: every workflow of the project. */
            usableBy: string[] | null;
            /** @description The code of the error for which a person has to do something, such as `CONNECTION_SIGN_IN_NEEDED`. Null: there is none. */
            problem: string | null;
            /** @description Rises with each change. */
            revision: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description The name of the caller who made it. */
            createdBy: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updatedAt: string;
            /** @description The name of the caller who last changed it. */
            updatedBy: string;
        };
        /** @description Where somebody signs in at a service for a connection. */
        ConnectionSignIn: {
            /** @description Open it in a browser. It works once, and leads to the service's own page. */
            url: string;
            /**
             * Format: date-time
             * @description When it stops working.
             */
            expiresAt: string;
        };
        /** @description What came of trying a connection out. */
        ConnectionTest: {
            /** @description Whether the credentials work. */
            ok: boolean;
            /** @description What was found, or what went wrong. */
            message: string;
            /** @description The code of the failure; null if the credentials work. */
            code: string | null;
            /** @description What to do about the failure. */
            hint: string | null;
        };
        /** @description A node or a live trigger that names a connection. */
        ConnectionUsage: {
            /** @description `wf_…` */
            workflowId: string;
            /** @description The name of the workflow. */
            workflowName: string;
            /** @description The published version. Null: the draft. */
            version: number | null;
            /** @description The id of the node, or of the trigger. */
            nodeId: string;
        };
        Expressions: {
            functions: components["schemas"]["ExpressionFunction"][];
            conditionOperators: components["schemas"]["ConditionOperator"][];
        };
        /** @description A function that `{{ … }}` templates can call. */
        ExpressionFunction: {
            /** @description Its name. A function and a method may share one. */
            name: string;
            /**
             * @description How it is called.
             * @enum {string}
             */
            kind: "function" | "method";
            /** @description text, numbers, lists, maps, dates, JSON, encoding … */
            group: string;
            /** @description Its parameters and its result. */
            signature: string;
            /** @description What it does. */
            description: string;
            /** @description An expression, without the braces. */
            example: string;
            /** @description The result of the example. */
            result: unknown;
        } & {
            [key: string]: unknown;
        };
        /** @description An operator of JSONLogic conditions. */
        ConditionOperator: {
            /** @description The key of its object: `==`. */
            name: string;
            /** @description data, logic, comparison, numbers, lists, text or other. */
            group: string;
            /** @description What it does. */
            description: string;
            /** @description A rule. */
            example: unknown;
            /** @description The result of the rule. */
            result: unknown;
        } & {
            [key: string]: unknown;
        };
        /** @description The caller. */
        Viewer: {
            /** @description The name of the token. Approvals name it as `user:<name>`. */
            name: string;
            /** @description The roles of the token. Approvals name them as `role:<role>`. */
            roles: string[];
            /** @description The project in which the caller works. */
            project: string;
        };
        /** @description An operation that the caller's roles allow. */
        AllowedOperation: {
            /** @description Its name, such as `executionPause`: the field of Query, Mutation or Subscription. */
            name: string;
            /**
             * @description How it is asked for.
             * @enum {string}
             */
            kind: "query" | "list" | "mutation" | "subscription";
            /** @description What it does, in one line. */
            summary: string;
            /** @description What it does, in full sentences. */
            description: string;
        };
        /** @description A space of its own for workflows and everything that belongs to them. */
        Project: {
            /** @description Its id. The first project has the id `main`. */
            id: string;
            /** @description What people call it. */
            name: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /** @description The most executions that may be open; others wait. Null: no limit. */
            maxOpenExecutions: number | null;
            /** @description The most events in a minute. Null: no limit. */
            maxEventsPerMinute: number | null;
            /** @description The most megabytes of events and payloads. Null: no limit. */
            maxStoredMegabytes: number | null;
            /** @description The most events that may wait until a dispatcher has matched them with triggers, and executions that may wait for their start. Null: no limit. */
            maxWaitingEvents: number | null;
            /** @description The only hosts and networks that its steps may call. Null: all that the installation allows. */
            egressOnly: string[] | null;
            /** @description Hosts and networks that its steps may not call. */
            egressDeny: string[];
        };
        /** @description The policies of a project, and how the removal gets on. */
        Retention: {
            /** @description The project's own policy first, if it has one, then those of workflows. */
            policies: components["schemas"]["RetentionPolicy"][];
            /** @description When a worker last found that nothing more was due, in the whole installation. Null: not yet. */
            lookedAt: string | null;
            /** @description Why nothing is removed at present, such as an export that cannot be written. Null: there is no problem. */
            problem: string | null;
            /** @description Since when. */
            problemSince: string | null;
            /** @description The last 20 removals of the project, the newest first. */
            runs: components["schemas"]["RetentionRun"][];
        };
        /** @description How long what belongs to closed executions is kept. */
        RetentionPolicy: {
            workflowId: string | null;
            /** @description Days after the close for which Temporal's history is kept in Postgres. 0: for ever. Null: as the project's policy says, and in that one: for ever. */
            historyDays: number | null;
            /** @description Days after the close for which data is kept: of the event, inputs, outputs, texts of failures, log lines. 0: for ever. Null: as the project's policy says, and in that one: for ever. */
            valueDays: number | null;
            /** @description Days after the close for which the execution and its steps are kept themselves. 0: for ever. Null: as the project's policy says, and in that one: for ever. */
            shapeDays: number | null;
            /**
             * Format: date-time
             * @description When it was last set.
             */
            updatedAt: string;
            /** @description Who set it. */
            updatedBy: string;
        };
        /** @description A removal, from its first batch until nothing more was due, or until it could not go on. */
        RetentionRun: {
            /** @description Its id. */
            id: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            startedAt: string;
            /**
             * Format: date-time
             * @description When its last batch was removed, or failed.
             */
            updatedAt: string;
            /** @description When it ended. Null: it goes on. */
            endedAt: string | null;
            /** @description Rows that were deleted or emptied. */
            removedRows: number;
            /** @description Rows that were written to the export before. 0 where nothing is exported. */
            exportedRows: number;
            /** @description Their bytes. */
            exportedBytes: number;
            /** @description Why it could not go on. It is tried again, and if that works, a new run begins. Null: it could. */
            problem: string | null;
        };
        /** @description What the next removal would take. Each execution is counted once, by the most that it loses. */
        RetentionPreview: {
            /** @description Executions that would lose Temporal's history, and nothing else. */
            histories: number;
            /** @description Executions that would lose their data, too. */
            values: number;
            /** @description Executions that would be removed themselves. */
            executions: number;
            /** @description Executions whose time is over, and that stay: held, not mirrored, or needed by what is open. */
            kept: number;
            /** @description Whether there are more: of each kind, the 5,000 that closed first are looked at. */
            capped: boolean;
            /**
             * Format: date-time
             * @description What closed later stays, whatever a policy says: Temporal may still have its history.
             */
            closedBefore: string;
        };
        /** @description A legal hold: what it names is not removed until it is released. */
        RetentionHold: {
            /** @description Its id, `hold_…`. */
            id: string;
            workflowId: string | null;
            executionId: string | null;
            /** @description Why. */
            reason: string;
            /**
             * Format: date-time
             * @description Since when it holds.
             */
            createdAt: string;
            /** @description Who made it. */
            createdBy: string;
            /** @description When it was released. Null: it holds. */
            releasedAt: string | null;
            /** @description Who released it. */
            releasedBy: string | null;
        };
        /** @description An operation that a caller performed or tried to perform. */
        AuditEntry: {
            /**
             * Format: date-time
             * @description When it was performed.
             */
            at: string;
            /** @description The name of the caller's token. */
            actor: string;
            /** @description The roles of the token at that moment. */
            actorRoles: string[];
            /** @description The mutation, such as `executionPause`. */
            action: string;
            target: string | null;
            /** @description The input of the operation without secrets. Long values are shortened. */
            input: unknown;
            /** @description `ok`, or the error's code. Null: the process was interrupted, and the operation may have taken effect. */
            outcome: string | null;
        };
        /** @description A new token, with its secret. */
        NewToken: {
            /** @description `tok_…` */
            id: string;
            /** @description Who uses it. Approvals name it as `user:<name>`. */
            name: string;
            /** @description The project to which it belongs. */
            project: string;
            /** @description Its roles. */
            roles: string[];
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description The name of the caller who made it. */
            createdBy: string;
            /** @description When it stops working. Null: never. */
            expiresAt: string | null;
            /** @description When it was last used, up to a minute late. Null: never. */
            lastUsedAt: string | null;
            /** @description When it was revoked. Null: it was not. */
            revokedAt: string | null;
            /** @description The token itself. It cannot be shown again. */
            secret: string;
        };
        /** @description A token, without its secret. */
        Token: {
            /** @description `tok_…` */
            id: string;
            /** @description Who uses it. Approvals name it as `user:<name>`. */
            name: string;
            /** @description The project to which it belongs. */
            project: string;
            /** @description Its roles. */
            roles: string[];
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description The name of the caller who made it. */
            createdBy: string;
            /** @description When it stops working. Null: never. */
            expiresAt: string | null;
            /** @description When it was last used, up to a minute late. Null: never. */
            lastUsedAt: string | null;
            /** @description When it was revoked. Null: it was not. */
            revokedAt: string | null;
        };
        CodecAnswer: {
            /** @description The payloads, in their order. */
            payloads: ({
                /** @description What the bytes are: `encoding` and others, in base64. */
                metadata?: {
                    [key: string]: string;
                } | null;
                /** @description The bytes, in base64. */
                data?: string | null;
            } & {
                [key: string]: unknown;
            })[];
        };
        /** @description Whether all services that the API needs answer. */
        Health: {
            /** @description Whether every part answers. */
            ok: boolean;
            /** @description The version of Tempograph. */
            version?: string;
            /** @description The parts. */
            parts?: components["schemas"]["HealthPart"][];
        };
        /** @description A service that the API needs, or the API's own process. */
        HealthPart: {
            /**
             * @description `postgres`, `temporal` or `api`.
             * @enum {string}
             */
            name: "postgres" | "temporal" | "api";
            /** @description Its name, for people. */
            title: string;
            /** @description Whether it does what it is there for: Postgres stores, Temporal answers, the API's loops get on. */
            ok: boolean;
            /** @description How long it took to answer, in milliseconds. Null for `api`. */
            latencyMs: number | null;
            /** @description What is wrong, and what still works. */
            message: string | null;
        };
        /** @description How a project is doing, for a page that is shown all the time. */
        Overview: {
            /** @description The last 60 minutes, the oldest first. The last one is under way. */
            minutes: components["schemas"]["TrafficMinute"][];
            /** @description Events that no worker has matched with triggers yet, counted up to 10,000. */
            waitingEvents: number;
            /** @description Since when the oldest of them waits. */
            oldestWaitingEventAt: string | null;
            /** @description Executions that are stored and have not started on Temporal yet, counted up to 10,000. */
            waitingExecutions: number;
            /** @description How many milliseconds after the end of an execution its end was shown, at most in the last 30 s. Null: none ended. */
            mirrorLagMs: number | null;
            /** @description The workers of the installation that are alive, up to 200. */
            workers: components["schemas"]["Worker"][];
            /** @description Whether Postgres and Temporal answer. */
            parts: components["schemas"]["HealthPart"][];
            /** @description Whether `workerKill` is possible here, for callers who may. */
            canKillWorker: boolean;
        };
        /** @description What came in during one minute. */
        TrafficMinute: {
            /**
             * Format: date-time
             * @description The minute's first moment.
             */
            at: string;
            /** @description Events that were stored, up to 1,000,000 in the hour. */
            events: number;
            /** @description Executions that were created, up to 1,000,000 in the hour. */
            executions: number;
        };
        /** @description A worker that is alive. */
        Worker: {
            /** @description Its host and the id of its process there, such as `web-1:4711`. */
            name: string;
            /**
             * Format: date-time
             * @description Since when it runs.
             */
            startedAt: string;
            /**
             * Format: date-time
             * @description When it last said that it is alive. After six seconds without a word it is not listed.
             */
            seenAt: string;
            /** @description Its part of the overview's `mirrorLagMs`. */
            mirrorLagMs: number | null;
        };
        /** @description Something that `doctor` has looked at. */
        Finding: {
            /** @description What was looked at: `postgres`, `temporal`, `api`, `workers`, `ledger`, `dispatch`, `starts`, `deliveries`, `triggers`, `lookups`, `missing`, `rolledBack`, `keys`, `success`, `told`, `nodeTypes`, `workflowTasks`, `retention`, `mirror`. */
            name: string;
            /** @description The same for people, such as `Account of all events`. */
            title: string;
            /** @description What the check is about, in a sentence. */
            about: string;
            /** @description Whether it is as it should be. */
            ok: boolean;
            /** @description What was found. */
            message: string;
            /** @description What to do about it. Null if all is well. */
            hint: string | null;
        };
        /** @description An execution that Temporal has otherwise than it was mirrored, so that a person has to decide. */
        Reconcilable: {
            /** @description The execution's id, `exe_…`. */
            executionId: string;
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "completedWithErrors" | "failed" | "cancelled" | "terminated" | "timedOut";
            /** @description What differs. Null: Temporal does not know the run, which is open. */
            difference: string | null;
            /** @description What was decided, and a worker has yet to do. Null: nothing yet. */
            decided: ("temporal" | "mirror") | null;
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /** @description A link to the page of the code, such as `/errors/NOT_FOUND`. */
            type: string;
            /** @description The meaning of the code. */
            title: string;
            status: number;
            /** @description The error code in UPPER_SNAKE, for programs. */
            code: string;
            /** @description What went wrong, for people. */
            detail: string;
            /** @description JSON Pointer into the input. */
            path?: string;
            /** @description What to do about it. */
            hint?: string;
            /**
             * @deprecated
             * @description The older name of `hint`.
             */
            cure?: string;
            /** @description Whether the same request may succeed later. */
            retryable?: boolean;
            /** @description The header x-request-id of this answer, which is also in the log. */
            requestId?: string;
            /** @description The problems of a graph. */
            problems?: {
                [key: string]: unknown;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    workflows: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
                archived?: boolean;
                key?: string;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Workflow"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    workflowCreate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Hot leads",
                 *       "trigger": {
                 *         ">": [
                 *           {
                 *             "var": "lead.score"
                 *           },
                 *           80
                 *         ]
                 *       },
                 *       "graph": {
                 *         "nodes": [
                 *           {
                 *             "id": "start",
                 *             "type": "start",
                 *             "data": {}
                 *           },
                 *           {
                 *             "id": "notify",
                 *             "type": "send_notification",
                 *             "data": {
                 *               "toRole": "AE",
                 *               "message": "New lead: {{payload.lead.title}}"
                 *             }
                 *           }
                 *         ],
                 *         "edges": [
                 *           {
                 *             "id": "e1",
                 *             "source": "start",
                 *             "target": "notify"
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The name. */
                    name?: string;
                    /** @description The purpose of the workflow. */
                    description?: string | null;
                    /** @description The key by which files name the workflow, such as `sales/hot-leads`. Unique in the project. */
                    key?: string;
                    /** @description A JSONLogic condition over the payload, a trigger `{ kind?, eventType?, condition? }`, or a list of them. */
                    trigger?: unknown;
                    /** @description The graph: `{ nodes, edges }`. It may also be in `definition`, or as `nodes` and `edges` at the top level. */
                    graph?: {
                        [key: string]: unknown;
                    };
                    /** @description Default true. */
                    publish?: boolean;
                    /** @description With PUT: the revision that was edited. The call is refused if somebody else has saved the draft in the meantime. */
                    draftRevision?: number;
                    /** @description With POST: the idempotency key, which may also be a header. A workflow that is sent again with the same key counts once. */
                    idempotencyKey?: string;
                };
            };
        };
        responses: {
            /** @description The result. */
            201: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    /** @description The path of the new object. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedWorkflow"];
                };
            };
        };
    };
    workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A named definition that users edit: triggers and a graph. It has a draft and immutable published versions. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
        };
    };
    workflowSaveDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Hot leads",
                 *       "trigger": {
                 *         ">": [
                 *           {
                 *             "var": "lead.score"
                 *           },
                 *           80
                 *         ]
                 *       },
                 *       "graph": {
                 *         "nodes": [
                 *           {
                 *             "id": "start",
                 *             "type": "start",
                 *             "data": {}
                 *           },
                 *           {
                 *             "id": "notify",
                 *             "type": "send_notification",
                 *             "data": {
                 *               "toRole": "AE",
                 *               "message": "New lead: {{payload.lead.title}}"
                 *             }
                 *           }
                 *         ],
                 *         "edges": [
                 *           {
                 *             "id": "e1",
                 *             "source": "start",
                 *             "target": "notify"
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The name. */
                    name?: string;
                    /** @description The purpose of the workflow. */
                    description?: string | null;
                    /** @description The key by which files name the workflow, such as `sales/hot-leads`. Unique in the project. */
                    key?: string;
                    /** @description A JSONLogic condition over the payload, a trigger `{ kind?, eventType?, condition? }`, or a list of them. */
                    trigger?: unknown;
                    /** @description The graph: `{ nodes, edges }`. It may also be in `definition`, or as `nodes` and `edges` at the top level. */
                    graph?: {
                        [key: string]: unknown;
                    };
                    /** @description Default true. */
                    publish?: boolean;
                    /** @description With PUT: the revision that was edited. The call is refused if somebody else has saved the draft in the meantime. */
                    draftRevision?: number;
                    /** @description With POST: the idempotency key, which may also be a header. A workflow that is sent again with the same key counts once. */
                    idempotencyKey?: string;
                };
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedWorkflow"];
                };
            };
        };
    };
    workflowDelete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workflowPublish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    draftRevision?: number | null;
                    note?: string | null;
                    version?: number | null;
                };
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedWorkflow"];
                };
            };
        };
    };
    workflowArchive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A named definition that users edit: triggers and a graph. It has a draft and immutable published versions. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
        };
    };
    workflowUnarchive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A named definition that users edit: triggers and a graph. It has a draft and immutable published versions. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
        };
    };
    workflowTriggers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTrigger"][];
                };
            };
        };
    };
    workflowTriggerPause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
                /** @description The id of a live trigger of the workflow (`workflowTriggers`), such as `trigger0`. */
                triggerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A trigger of the published version of an active workflow. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTrigger"];
                };
            };
        };
    };
    workflowTriggerResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
                /** @description The id of a live trigger of the workflow (`workflowTriggers`), such as `trigger0`. */
                triggerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A trigger of the published version of an active workflow. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTrigger"];
                };
            };
        };
    };
    workflowTriggerContinue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
                /** @description The id of a live trigger of the workflow (`workflowTriggers`), such as `trigger0`. */
                triggerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A trigger of the published version of an active workflow. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTrigger"];
                };
            };
        };
    };
    databaseTriggerInstall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
                /** @description The id of a live trigger of the workflow (`workflowTriggers`), such as `trigger0`. */
                triggerId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    dryRun?: boolean | null;
                };
            };
        };
        responses: {
            /** @description A trigger of the kind `database`, and SQL for its outbox. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatabaseTriggerOutbox"];
                };
            };
        };
    };
    databaseTriggerRemove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
                /** @description The id of a live trigger of the workflow (`workflowTriggers`), such as `trigger0`. */
                triggerId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    dryRun?: boolean | null;
                };
            };
        };
        responses: {
            /** @description A trigger of the kind `database`, and SQL for its outbox. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatabaseTriggerOutbox"];
                };
            };
        };
    };
    scheduleTimes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    config?: unknown | null;
                    workflowId?: string | null;
                    triggerId?: string | null;
                };
            };
        };
        responses: {
            /** @description What a schedule means. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleTimes"];
                };
            };
        };
    };
    scheduleFire: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
                /** @description The id of a live trigger of the kind `schedule`, such as `trigger0`. */
                triggerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A trigger of the published version of an active workflow. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTrigger"];
                };
            };
        };
    };
    scheduleBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
                /** @description The id of a live trigger of the kind `schedule`, such as `trigger0`. */
                triggerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description The first moment, such as `2026-11-21T00:00:00Z`.
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description The last moment, which is over, such as `2026-11-22T00:00:00Z`.
                     */
                    to: string;
                };
            };
        };
        responses: {
            /** @description A trigger of the published version of an active workflow. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTrigger"];
                };
            };
        };
    };
    workflowVersions: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
            };
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WorkflowVersion"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    workflowOpenExecutions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OpenExecutions"][];
                    };
                };
            };
        };
    };
    workflowVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's id, `wf_…`. */
                id: string;
                /** @description The number of the version: 1, 2, 3 … */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A version of a workflow. It never changes, and an execution keeps the version with which it started. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowVersion"];
                };
            };
        };
    };
    workflowDiff: {
        parameters: {
            query?: {
                /** @description A version's number, or `draft`. Default: the published version. */
                from?: string;
                /** @description A version's number, or `draft`. Default `draft`. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The workflow's id, `wf_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The differences between two versions of a workflow. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDiff"];
                };
            };
        };
    };
    workflowSentences: {
        parameters: {
            query?: {
                /** @description A version's number, `draft` or `published`. Default `draft`. */
                version?: string;
            };
            header?: never;
            path: {
                /** @description The workflow's id, `wf_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A workflow as sentences. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowSentences"];
                };
            };
        };
    };
    workflowFromText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Sentences, such as `When order.placed arrives: notify Sales "A new order".` */
                    text: string;
                    workflowId?: string | null;
                };
            };
        };
        responses: {
            /** @description A workflow that was read from a text. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextWorkflow"];
                };
            };
        };
    };
    webhookTest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "config": {
                 *         "auth": {
                 *           "type": "hmac",
                 *           "preset": "github",
                 *           "connection": "github"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    config?: unknown | null;
                    workflowId?: string | null;
                };
            };
        };
        responses: {
            /** @description The result. */
            201: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    /** @description The path of the new object. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description `hkt_…` */
                        id: string;
                        /**
                         * Format: date-time
                         * @description Until when it listens.
                         */
                        expiresAt: string;
                        /** @description When the request came. Null: none has come yet. */
                        receivedAt: string | null;
                        /** @description The event that the request would become, with `type`, `source` and `data`. Null: none has come yet. */
                        event: unknown;
                        /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
                        payloadsHidden?: string;
                        /** @description The address. */
                        url: string;
                    };
                };
            };
        };
    };
    webhookTestResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `hkt_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An address that takes one request and shows it. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTest"];
                };
            };
        };
    };
    eventFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `file_…`, from `files` of the event's data. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A file that came with the request of a webhook or a form. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventFile"];
                };
            };
        };
    };
    validateGraph: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The graph: `{ nodes, edges, settings? }`. */
                    graph: unknown;
                    triggers?: {
                        kind?: string | null;
                        id?: string | null;
                        eventType?: string | null;
                        source?: string | null;
                        config?: unknown | null;
                        when?: unknown | null;
                        condition?: unknown | null;
                    }[] | null;
                    workflowId?: string | null;
                };
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        publishable: boolean;
                        problems: components["schemas"]["GraphProblem"][];
                    };
                };
            };
        };
    };
    simulate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "graph": {
                 *         "nodes": [
                 *           {
                 *             "id": "call",
                 *             "type": "http_call",
                 *             "data": {
                 *               "method": "GET",
                 *               "url": "https://crm.example/{{payload.id}}"
                 *             }
                 *           },
                 *           {
                 *             "id": "wait",
                 *             "type": "delay",
                 *             "data": {
                 *               "duration": "P2D"
                 *             }
                 *           }
                 *         ],
                 *         "edges": [
                 *           {
                 *             "id": "e1",
                 *             "source": "call",
                 *             "target": "wait"
                 *           }
                 *         ]
                 *       },
                 *       "payload": {
                 *         "id": 7
                 *       },
                 *       "outcomes": {
                 *         "call": {
                 *           "failure": {
                 *             "code": "CRM_BUSY"
                 *           },
                 *           "attempts": 2,
                 *           "output": {
                 *             "status": 200
                 *           },
                 *           "takesMs": 300
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    graph?: unknown | null;
                    triggers?: {
                        kind?: string | null;
                        id?: string | null;
                        eventType?: string | null;
                        source?: string | null;
                        config?: unknown | null;
                        when?: unknown | null;
                        condition?: unknown | null;
                    }[] | null;
                    workflowId?: string | null;
                    version?: number | null;
                    /** @description The event that starts the simulation. */
                    event?: {
                        id?: string | null;
                        type?: string | null;
                        source?: string | null;
                        subject?: string | null;
                        time?: string | null;
                        data?: unknown | null;
                    } | null;
                    payload?: unknown | null;
                    /** @description What the conditions of triggers know beside the event. */
                    known?: {
                        state?: unknown | null;
                        lookup?: unknown | null;
                        ranBefore?: boolean | null;
                    } | null;
                    signals?: {
                        /** @description The name of the signal, for which nodes wait. */
                        name: string;
                        payload?: unknown | null;
                        afterMs?: number | null;
                    }[] | null;
                    replies?: {
                        /** @description The path of the step. */
                        path: string;
                        /** @description `{ executionId, status, output? }`, `{ event }` or `{ granted: true }`. */
                        reply: unknown;
                        afterMs?: number | null;
                    }[] | null;
                    decisions?: {
                        /** @description The path of the approval. */
                        path: string;
                        /** @description approved or rejected. */
                        decision: string;
                        data?: unknown | null;
                        by?: unknown | null;
                        afterMs?: number | null;
                    }[] | null;
                    operations?: {
                        /** @description `{ name, path?, … }` with the name pause, resume, decide, skipWait, retry, skip or fail: `{ "name": "skipWait", "path": "wait" }`. */
                        operation: unknown;
                        by?: unknown | null;
                        afterMs?: number | null;
                    }[] | null;
                    /** @deprecated */
                    verbs?: {
                        /** @description The same as `operation` of SimulatedOperationInput. */
                        verb: unknown;
                        by?: unknown | null;
                        afterMs?: number | null;
                    }[] | null;
                    cancelAfterMs?: number | null;
                    maxSteps?: number | null;
                    maxVirtualMs?: number | null;
                    /** @description The same as `triggers`, as for POST /workflows. */
                    trigger?: unknown;
                    /** @description The outcomes by step path or node id. */
                    outcomes?: {
                        [key: string]: {
                            output?: unknown | null;
                            port?: string | null;
                            /** @description The failure, if the step fails. */
                            failure?: {
                                /** @description UPPER_SNAKE. */
                                code: string;
                                message?: string | null;
                                retryable?: boolean | null;
                                details?: unknown | null;
                            } | null;
                            attempts?: number | null;
                            takesMs?: number | null;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description What an execution would do. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
                type?: string;
                source?: string;
                subject?: string;
                text?: string;
                happened_after?: string;
                happened_before?: string;
                received_after?: string;
                received_before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Event"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    eventSend: {
        parameters: {
            query?: {
                /** @description The event type. Default `event`. */
                type?: string;
                /** @description The system that sends the event. Default `api`. */
                source?: string;
                /** @description What the event is about. */
                subject?: string;
            };
            header?: {
                /** @description The event type, if it is not in the query. */
                "x-event-type"?: string;
                /** @description An event that is sent again with the same key counts once. The key of a CloudEvent is its source and id. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lead": {
                 *         "source": "LinkedIn",
                 *         "score": 90,
                 *         "title": "CEO"
                 *       }
                 *     }
                 */
                "application/json": unknown;
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description The result. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    /** @description The path of the new object. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description `evt_…` */
                        id: string;
                        /** @description Whether an event with this idempotency key was stored before; the id is then that event's. */
                        deduplicated: boolean;
                    };
                };
            };
        };
    };
    eventResend: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The event's id, `evt_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "workflowId": "wf_…",
                 *       "draft": true
                 *     }
                 */
                "application/json": {
                    workflowId?: string | null;
                    version?: number | null;
                    draft?: boolean | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The result. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    /** @description The path of the new object. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The id of the new event, `evt_…`. */
                        id: string;
                        /** @description The execution of the one workflow. Null if the event went to all. */
                        executionId: string | null;
                        /** @description Whether it was sent again before, under the same idempotency key. */
                        deduplicated: boolean;
                    };
                };
            };
        };
    };
    event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event's id, `evt_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Something that happened, with the CloudEvents attributes. Stored before it is acknowledged. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
        };
    };
    eventOutcomes: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                outcome?: "started" | "filtered" | "rejected" | "held" | "deduplicated" | "batched";
            };
            header?: never;
            path: {
                /** @description The event's id, `evt_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EventOutcome"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    whyNot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                workflowId: string;
                /** @description The event's id, `evt_…`. */
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Why an event did or did not start a workflow. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyNot"];
                };
            };
        };
    };
    whatIf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "triggers": [
                 *         {
                 *           "eventType": "lead",
                 *           "condition": {
                 *             ">": [
                 *               {
                 *                 "var": "score"
                 *               },
                 *               70
                 *             ]
                 *           }
                 *         }
                 *       ],
                 *       "events": 1000
                 *     }
                 */
                "application/json": {
                    triggers?: {
                        kind?: string | null;
                        id?: string | null;
                        eventType?: string | null;
                        source?: string | null;
                        config?: unknown | null;
                        when?: unknown | null;
                        condition?: unknown | null;
                    }[] | null;
                    events?: number | null;
                };
            };
        };
        responses: {
            /** @description What changed triggers would have done with the newest events. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIfReport"];
                };
            };
        };
    };
    whatIfProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wf_…` */
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "triggers": [
                 *         {
                 *           "eventType": "lead",
                 *           "condition": {
                 *             ">": [
                 *               {
                 *                 "var": "score"
                 *               },
                 *               70
                 *             ]
                 *           }
                 *         }
                 *       ],
                 *       "events": 1000
                 *     }
                 */
                "application/json": {
                    triggers?: {
                        kind?: string | null;
                        id?: string | null;
                        eventType?: string | null;
                        source?: string | null;
                        config?: unknown | null;
                        when?: unknown | null;
                        condition?: unknown | null;
                    }[] | null;
                    events?: number | null;
                };
            };
        };
        responses: {
            /** @description What changed triggers would have done with the newest events. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["WhatIfReport"];
                };
            };
        };
    };
    executions: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
                ids?: string[];
                workflow_id?: string;
                version?: number;
                event_id?: string;
                rerun_of?: string;
                status?: ("pending" | "running" | "completed" | "completedWithErrors" | "failed" | "cancelled" | "terminated" | "timedOut")[];
                paused?: boolean;
                has_incident?: boolean;
                waiting_for?: ("signal" | "event" | "approval" | "workflow" | "lock" | "timer" | "person" | "resume")[];
                waiting_for_name?: string;
                text?: string;
                created_after?: string;
                created_before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Execution"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    executionStart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workflowId": "wf_…",
                 *       "data": {
                 *         "lead": {
                 *           "score": 90
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description `wf_…` */
                    workflowId: string;
                    data?: unknown | null;
                    version?: number | null;
                    draft?: boolean | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The result. */
            201: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    /** @description The path of the new object. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The id, which is also the Temporal workflow id. */
                        id: string;
                        workflowId: string;
                        /** @description The version that it runs. Later publishing does not change it. */
                        workflowVersion: number;
                        /** @description The event that started it. */
                        eventId: string;
                        /** @description The trigger that matched; `call` or `manual` if no trigger started it. */
                        triggerId: string;
                        /**
                         * @description The status of the execution.
                         * @enum {string}
                         */
                        status: "pending" | "running" | "completed" | "completedWithErrors" | "failed" | "cancelled" | "terminated" | "timedOut";
                        /** @description Temporal's id of the current run. */
                        runId: string | null;
                        /** @description Temporal's id of the first run of the execution. */
                        firstRunId: string | null;
                        /**
                         * Format: date-time
                         * @description When the execution was created.
                         */
                        createdAt: string;
                        /** @description When it started on Temporal. */
                        startedAt: string | null;
                        /** @description When it ended. */
                        closedAt: string | null;
                        /** @description The output. */
                        output: unknown;
                        /** @description Why it failed. */
                        failure: components["schemas"]["Failure"] | null;
                        /** @description The number of history events of all mirrored runs. Null until the end is mirrored. */
                        historyEvents: number | null;
                        /** @description Whether the mirror and Temporal agree. Null until the end is mirrored. */
                        mirrorOk: boolean | null;
                        /** @description The differences between the mirror and Temporal, if there are any. */
                        mirrorProblem: unknown;
                        /** @description Since when Temporal has not known it. It goes on when Temporal knows it again, also after it was closed as lost. Null: Temporal knows it, or is not asked any more. */
                        missingSince: string | null;
                        /** @description Since when no worker can carry it on, although it is open: its workflow task fails on Temporal, which tries it again and again. Null: it gets on. */
                        taskFailsSince: string | null;
                        /** @description How its workflow task failed last. */
                        taskFailure: string | null;
                        /** @description Why it could not be started on Temporal yet. */
                        startError: string | null;
                        /** @description Whether a person has paused it: no step or timer begins, and it does not end, until `executionResume`. */
                        paused: boolean;
                        /** @description The execution that this one runs again. */
                        rerunOf: string | null;
                        rerunFrom: string | null;
                        /** @description Use it as `after` of `executionEvents` to get only the updates after this answer. */
                        cursor: string;
                        /** @description The URL of this execution in Temporal's Web UI. */
                        temporalUiUrl: string | null;
                        /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
                        payloadsHidden?: string;
                        deduplicated: boolean;
                    };
                };
            };
        };
    };
    execution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, `exe_…`, which is also the Temporal workflow id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    executionSteps: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
            };
            header?: never;
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Step"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    executionHistory: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                encoded?: boolean;
            };
            header?: never;
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HistoryEvent"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    executionLogs: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                path?: string;
            };
            header?: never;
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StepLog"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    executionEvents: {
        parameters: {
            query?: {
                /** @description The cursor of the last update that was seen. */
                after?: string;
            };
            header?: {
                /** @description The same as `after`, as EventSource sends it. */
                "last-event-id"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A change of an execution. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ExecutionUpdate"];
                };
            };
            /** @description The execution has ended, and there are no further updates. */
            204: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    executionsChanged: {
        parameters: {
            query?: {
                ids?: string[];
                workflow_id?: string;
                version?: number;
                event_id?: string;
                rerun_of?: string;
                status?: ("pending" | "running" | "completed" | "completedWithErrors" | "failed" | "cancelled" | "terminated" | "timedOut")[];
                paused?: boolean;
                has_incident?: boolean;
                waiting_for?: ("signal" | "event" | "approval" | "workflow" | "lock" | "timer" | "person" | "resume")[];
                waiting_for_name?: string;
                text?: string;
                created_after?: string;
                created_before?: string;
                after?: string;
            };
            header?: {
                /** @description The same as `after`, as EventSource sends it. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A change of a list of executions. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ExecutionsChange"];
                };
            };
        };
    };
    approvalsChanged: {
        parameters: {
            query?: {
                workflow_id?: string;
                after?: string;
            };
            header?: {
                /** @description The same as `after`, as EventSource sends it. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A change of approvals. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ApprovalsChange"];
                };
            };
        };
    };
    executionCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    executionTerminate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    executionSignal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The name of the signal, for which nodes wait, such as `paid`. */
                    name: string;
                    payload?: unknown | null;
                    signalId?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    executionPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    executionResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    executionSkipWait: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The path of the step, such as `approve`, or `each[3]/approve` in a loop. */
                    path: string;
                    output?: unknown | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    approvals: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                status?: "waiting" | "decided";
                mine?: boolean;
                workflow_id?: string;
                execution_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Approval"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    approvalDecide: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The path of the step, such as `approve`, or `each[3]/approve` in a loop. */
                    path: string;
                    /**
                     * @description The decision.
                     * @enum {string}
                     */
                    decision: "approved" | "rejected";
                    data?: unknown | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    incidentRetry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The path of the step, such as `approve`, or `each[3]/approve` in a loop. */
                    path: string;
                    input?: unknown | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    incidentSkip: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The path of the step, such as `approve`, or `each[3]/approve` in a loop. */
                    path: string;
                    output?: unknown | null;
                    port?: string | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    incidentFail: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The path of the step, such as `approve`, or `each[3]/approve` in a loop. */
                    path: string;
                    message?: string | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    executionRerun: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    fromNode?: string | null;
                    /** @description Default SAME. */
                    version?: ("same" | "published") | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description The result. */
            201: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    /** @description The path of the new object. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The id, which is also the Temporal workflow id. */
                        id: string;
                        workflowId: string;
                        /** @description The version that it runs. Later publishing does not change it. */
                        workflowVersion: number;
                        /** @description The event that started it. */
                        eventId: string;
                        /** @description The trigger that matched; `call` or `manual` if no trigger started it. */
                        triggerId: string;
                        /**
                         * @description The status of the execution.
                         * @enum {string}
                         */
                        status: "pending" | "running" | "completed" | "completedWithErrors" | "failed" | "cancelled" | "terminated" | "timedOut";
                        /** @description Temporal's id of the current run. */
                        runId: string | null;
                        /** @description Temporal's id of the first run of the execution. */
                        firstRunId: string | null;
                        /**
                         * Format: date-time
                         * @description When the execution was created.
                         */
                        createdAt: string;
                        /** @description When it started on Temporal. */
                        startedAt: string | null;
                        /** @description When it ended. */
                        closedAt: string | null;
                        /** @description The output. */
                        output: unknown;
                        /** @description Why it failed. */
                        failure: components["schemas"]["Failure"] | null;
                        /** @description The number of history events of all mirrored runs. Null until the end is mirrored. */
                        historyEvents: number | null;
                        /** @description Whether the mirror and Temporal agree. Null until the end is mirrored. */
                        mirrorOk: boolean | null;
                        /** @description The differences between the mirror and Temporal, if there are any. */
                        mirrorProblem: unknown;
                        /** @description Since when Temporal has not known it. It goes on when Temporal knows it again, also after it was closed as lost. Null: Temporal knows it, or is not asked any more. */
                        missingSince: string | null;
                        /** @description Since when no worker can carry it on, although it is open: its workflow task fails on Temporal, which tries it again and again. Null: it gets on. */
                        taskFailsSince: string | null;
                        /** @description How its workflow task failed last. */
                        taskFailure: string | null;
                        /** @description Why it could not be started on Temporal yet. */
                        startError: string | null;
                        /** @description Whether a person has paused it: no step or timer begins, and it does not end, until `executionResume`. */
                        paused: boolean;
                        /** @description The execution that this one runs again. */
                        rerunOf: string | null;
                        rerunFrom: string | null;
                        /** @description Use it as `after` of `executionEvents` to get only the updates after this answer. */
                        cursor: string;
                        /** @description The URL of this execution in Temporal's Web UI. */
                        temporalUiUrl: string | null;
                        /** @description Why payloads are hidden: they are null, or a text is `[hidden]`. Absent if the caller may read them. */
                        payloadsHidden?: string;
                        seededNodes: string[];
                        deduplicated: boolean;
                    };
                };
            };
        };
    };
    stateEntries: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
                workflow_id?: string;
                scope?: "workflow" | "project";
                key_prefix?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StateEntry"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    stateSet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "cursor",
                 *       "value": {
                 *         "page": 2
                 *       },
                 *       "ttl": "30d"
                 *     }
                 */
                "application/json": {
                    workflowId?: string | null;
                    /** @description Its key. */
                    key: string;
                    /** @description Any JSON of up to 32 KiB, but not null: `stateDelete` removes an entry. */
                    value: unknown;
                    ttl?: string | null;
                };
            };
        };
        responses: {
            /** @description What executions remember for later ones, under a key. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateEntry"];
                };
            };
        };
    };
    stateEntry: {
        parameters: {
            query?: {
                workflow_id?: string;
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What executions remember for later ones, under a key. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateEntry"];
                };
            };
        };
    };
    stateDelete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "cursor"
                 *     }
                 */
                "application/json": {
                    workflowId?: string | null;
                    /** @description Its key. */
                    key: string;
                };
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether there was an entry. */
                        deleted: boolean;
                    };
                };
            };
        };
    };
    bulkPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "status": [
                 *           "failed"
                 *         ]
                 *       },
                 *       "action": {
                 *         "kind": "rerun"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description Which ones. */
                    filter: {
                        ids?: string[] | null;
                        workflowId?: string | null;
                        version?: number | null;
                        eventId?: string | null;
                        rerunOf?: string | null;
                        status?: ("pending" | "running" | "completed" | "completedWithErrors" | "failed" | "cancelled" | "terminated" | "timedOut")[] | null;
                        paused?: boolean | null;
                        hasIncident?: boolean | null;
                        waitingFor?: ("signal" | "event" | "approval" | "workflow" | "lock" | "timer" | "person" | "resume")[] | null;
                        waitingForName?: string | null;
                        text?: string | null;
                        createdAfter?: string | null;
                        createdBefore?: string | null;
                    };
                    /** @description What. */
                    action: {
                        /**
                         * @description What.
                         * @enum {string}
                         */
                        kind: "cancel" | "terminate" | "pause" | "resume" | "signal" | "rerun" | "incidentRetry";
                        reason?: string | null;
                        signalName?: string | null;
                        payload?: unknown | null;
                        fromNode?: string | null;
                        /** @description For RERUN: the version to run. Default SAME. */
                        version?: ("same" | "published") | null;
                    };
                };
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkPreview"];
                };
            };
        };
    };
    bulkJobs: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BulkJob"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    bulkStart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same as `idempotencyKey` in the body. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "status": [
                 *           "failed"
                 *         ]
                 *       },
                 *       "action": {
                 *         "kind": "rerun"
                 *       },
                 *       "expectedCount": 12
                 *     }
                 */
                "application/json": {
                    /** @description Which ones. */
                    filter: {
                        ids?: string[] | null;
                        workflowId?: string | null;
                        version?: number | null;
                        eventId?: string | null;
                        rerunOf?: string | null;
                        status?: ("pending" | "running" | "completed" | "completedWithErrors" | "failed" | "cancelled" | "terminated" | "timedOut")[] | null;
                        paused?: boolean | null;
                        hasIncident?: boolean | null;
                        waitingFor?: ("signal" | "event" | "approval" | "workflow" | "lock" | "timer" | "person" | "resume")[] | null;
                        waitingForName?: string | null;
                        text?: string | null;
                        createdAfter?: string | null;
                        createdBefore?: string | null;
                    };
                    /** @description What. */
                    action: {
                        /**
                         * @description What.
                         * @enum {string}
                         */
                        kind: "cancel" | "terminate" | "pause" | "resume" | "signal" | "rerun" | "incidentRetry";
                        reason?: string | null;
                        signalName?: string | null;
                        payload?: unknown | null;
                        fromNode?: string | null;
                        /** @description For RERUN: the version to run. Default SAME. */
                        version?: ("same" | "published") | null;
                    };
                    expectedCount?: number | null;
                    idempotencyKey?: string | null;
                };
            };
        };
        responses: {
            /** @description A job that performs one operation on many executions, which were selected when the job began. It continues after a restart of the API. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    /** @description The path of the new object. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
                };
            };
        };
    };
    bulkJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `blk_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A job that performs one operation on many executions, which were selected when the job began. It continues after a restart of the API. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
                };
            };
        };
    };
    bulkItems: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                outcome?: "pending" | "done" | "skipped" | "failed";
            };
            header?: never;
            path: {
                /** @description `blk_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BulkItem"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    bulkStop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `blk_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A job that performs one operation on many executions, which were selected when the job began. It continues after a restart of the API. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
                };
            };
        };
    };
    triggerKinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerKind"][];
                };
            };
        };
    };
    nodeTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["NodeType"][];
                    };
                };
            };
        };
    };
    runNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The node type, such as `http_call`. */
                type: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    data?: unknown | null;
                    scope?: unknown | null;
                    attempts?: number | null;
                    timeoutMs?: number | null;
                };
            };
        };
        responses: {
            /** @description The run of a single node. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeRun"];
                };
            };
        };
    };
    sourceTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceType"][];
                };
            };
        };
    };
    connectionTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionType"][];
                };
            };
        };
    };
    connections: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Connection"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    connectionCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "crm",
                 *       "type": "http.bearer",
                 *       "fields": {
                 *         "token": "…",
                 *         "testUrl": "https://api.example.com/me"
                 *       },
                 *       "allowedHosts": [
                 *         "api.example.com"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description The name that nodes write into `data.connection`: 1 to 100 letters, digits, and _ . -. It cannot be changed. */
                    name: string;
                    /** @description Its type, such as `http.bearer`. */
                    type: string;
                    /** @description The fields, secret ones included. See `connectionTypes`. */
                    fields: unknown;
                    description?: string | null;
                    allowedHosts?: string[] | null;
                    usableBy?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Named credentials of a project. Its secrets can be written but not read. */
            201: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    /** @description The path of the new object. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
        };
    };
    connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `con_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Named credentials of a project. Its secrets can be written but not read. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
        };
    };
    connectionUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `con_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "allowedHosts": [
                 *         "api.example.com"
                 *       ]
                 *     }
                 */
                "application/json": {
                    revision?: number | null;
                    fields?: unknown | null;
                    description?: string | null;
                    allowedHosts?: string[] | null;
                    usableBy?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Named credentials of a project. Its secrets can be written but not read. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
        };
    };
    connectionDelete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `con_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    connectionAuthorize: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `con_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where somebody signs in at a service for a connection. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionSignIn"];
                };
            };
        };
    };
    connectionTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `con_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of trying a connection out. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
        };
    };
    connectionUsages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `con_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionUsage"][];
                };
            };
        };
    };
    expressionFunctions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Expressions"];
                };
            };
        };
    };
    viewer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewer"];
                };
            };
        };
    };
    allowedOperations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllowedOperation"][];
                };
            };
        };
    };
    projects: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Project"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    projectCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "billing",
                 *       "name": "Billing"
                 *     }
                 */
                "application/json": {
                    /** @description Its id: a letter, then letters, digits and `-`, all in lower case. It never changes. */
                    id: string;
                    /** @description What people call it. */
                    name: string;
                };
            };
        };
        responses: {
            /** @description A space of its own for workflows and everything that belongs to them. */
            201: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    projectUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The project's id, such as `billing`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "maxEventsPerMinute": 1000,
                 *       "egressOnly": [
                 *         "api.example.com"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name?: string | null;
                    maxOpenExecutions?: number | null;
                    maxEventsPerMinute?: number | null;
                    maxStoredMegabytes?: number | null;
                    maxWaitingEvents?: number | null;
                    egressOnly?: string[] | null;
                    egressDeny?: string[] | null;
                };
            };
        };
        responses: {
            /** @description A space of its own for workflows and everything that belongs to them. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policies of a project, and how the removal gets on. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
        };
    };
    retentionSet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "historyDays": 30,
                 *       "valueDays": 90,
                 *       "shapeDays": 400
                 *     }
                 */
                "application/json": {
                    workflowId?: string | null;
                    historyDays?: number | null;
                    valueDays?: number | null;
                    shapeDays?: number | null;
                };
            };
        };
        responses: {
            /** @description How long what belongs to closed executions is kept. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionPolicy"];
                };
            };
        };
    };
    retentionClear: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow, `wf_…`. */
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    retentionPreview: {
        parameters: {
            query?: {
                workflow_id?: string;
                history_days?: number;
                value_days?: number;
                shape_days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the next removal would take. Each execution is counted once, by the most that it loses. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionPreview"];
                };
            };
        };
    };
    retentionHolds: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
                execution_id?: string;
                released?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RetentionHold"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    retentionHold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workflowId": "wf_…",
                 *       "reason": "case 2026-117"
                 *     }
                 */
                "application/json": {
                    workflowId?: string | null;
                    /** @description Why, such as the number of a case. It is part of the audit log. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description A legal hold: what it names is not removed until it is released. */
            201: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionHold"];
                };
            };
        };
    };
    retentionHoldRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the hold, `hold_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A legal hold: what it names is not removed until it is released. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionHold"];
                };
            };
        };
    };
    auditLog: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
                actor?: string;
                action?: string;
                target?: string;
                after?: string;
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    tokens: {
        parameters: {
            query?: {
                /** @description The length of the page: 1 to 200, default 50. */
                limit?: number;
                /** @description The `nextCursor` of the previous page. */
                cursor?: string;
                /** @description true: the answer contains `totalCount`, counted up to 10,000, and `totalCountCapped`. */
                count?: boolean;
                /** @description `newest_first` (default) or `oldest_first`. */
                order?: "newest_first" | "oldest_first";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Token"][];
                        /** @description The `cursor` of the next page. Null on the last page. */
                        nextCursor: string | null;
                        /** @description With `count=true`: the length of the list, counted up to 10,000. */
                        totalCount?: number;
                        /** @description Whether the list is longer than `totalCount`. */
                        totalCountCapped?: boolean;
                    };
                };
            };
        };
    };
    tokenCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "crm",
                 *       "roles": [
                 *         "sender"
                 *       ],
                 *       "expiresAt": "2027-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": {
                    /** @description Who uses it: 1 to 100 letters, digits, and _ . @ -. Unique among the tokens that are not revoked. Approvals name it as `user:<name>`. */
                    name: string;
                    /** @description Roles: `admin`, `editor`, `operator`, `viewer`, `reader`, `sender`, `approver`, or names of your own for approvals. */
                    roles: string[];
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description A new token, with its secret. */
            201: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
        };
    };
    tokenRevoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `tok_…` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A token, without its secret. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
        };
    };
    sessionsEnd: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "kim@example.com"
                 *     }
                 */
                "application/json": {
                    /** @description The person's name, as `viewer` shows it, such as `ada@example.com`. */
                    name: string;
                };
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many sessions there were. */
                        ended: number;
                    };
                };
            };
        };
    };
    payloadsDecode: {
        parameters: {
            query?: {
                /** @description Sent by Temporal's Web UI, and ignored. */
                preserveStorageRefs?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payloads": [
                 *         {
                 *           "metadata": {
                 *             "encoding": "anNvbi9wbGFpbg=="
                 *           },
                 *           "data": "NDI="
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description The payloads, in their order. */
                    payloads: ({
                        /** @description What the bytes are: `encoding` and others, in base64. */
                        metadata?: {
                            [key: string]: string;
                        } | null;
                        /** @description The bytes, in base64. */
                        data?: string | null;
                    } & {
                        [key: string]: unknown;
                    })[];
                };
            };
        };
        responses: {
            /** @description As many payloads as were sent, in the same order. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodecAnswer"];
                };
            };
        };
    };
    payloadsEncode: {
        parameters: {
            query?: {
                /** @description Sent by Temporal's Web UI, and ignored. */
                preserveStorageRefs?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payloads": [
                 *         {
                 *           "metadata": {
                 *             "encoding": "anNvbi9wbGFpbg=="
                 *           },
                 *           "data": "NDI="
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description The payloads, in their order. */
                    payloads: ({
                        /** @description What the bytes are: `encoding` and others, in base64. */
                        metadata?: {
                            [key: string]: string;
                        } | null;
                        /** @description The bytes, in base64. */
                        data?: string | null;
                    } & {
                        [key: string]: unknown;
                    })[];
                };
            };
        };
        responses: {
            /** @description As many payloads as were sent, in the same order. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodecAnswer"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether all services that the API needs answer. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How a project is doing, for a page that is shown all the time. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
        };
    };
    workerKill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The id of its process. Null: no worker was running. */
                        pid: number | null;
                    };
                };
            };
        };
    };
    doctor: {
        parameters: {
            query?: {
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether everything is as it should be. */
                        ok: boolean;
                        items: components["schemas"]["Finding"][];
                    };
                };
            };
        };
    };
    executionsToReconcile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Reconcilable"][];
                    };
                };
            };
        };
    };
    executionReconcile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The execution's id, `exe_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What counts where Temporal and the mirror differ.
                     * @enum {string}
                     */
                    counts: "temporal" | "mirror";
                };
            };
        };
        responses: {
            /** @description The execution of one version of a workflow for one event. */
            202: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    /** @description The id of this request in the log. */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
        };
    };
}
