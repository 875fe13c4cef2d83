import type { Migration } from "kysely/migration";
import * as first from "./0001-first.ts";
import * as payloadBlobs from "./0002-payload-blobs.ts";
import * as coordination from "./0003-coordination.ts";
import * as steering from "./0004-steering.ts";
import * as incidents from "./0005-incidents.ts";
import * as unreadColumns from "./0006-unread-columns.ts";
import * as keptDrafts from "./0007-kept-drafts.ts";
import * as projects from "./0008-projects.ts";
import * as projectLimits from "./0009-project-limits.ts";
import * as tokens from "./0010-tokens.ts";
import * as sessions from "./0011-sessions.ts";
import * as auditChain from "./0012-audit-chain.ts";
import * as storedBytes from "./0013-stored-bytes.ts";
import * as signingKeys from "./0014-signing-keys.ts";
import * as projectEgress from "./0015-project-egress.ts";
import * as connections from "./0016-connections.ts";
import * as connectionTokens from "./0017-connection-tokens.ts";
import * as waitsInOrder from "./0018-waits-in-order.ts";
import * as outboxProjects from "./0019-outbox-projects.ts";
import * as workflowTriggers from "./0020-workflow-triggers.ts";
import * as state from "./0021-state.ts";
import * as ledger from "./0022-ledger.ts";
import * as webhook from "./0023-webhook.ts";
import * as followedTriggers from "./0025-followed-triggers.ts";
import * as eventAttributes from "./0026-event-attributes.ts";
import * as sourceTypes from "./0026-source-types.ts";
import * as startPolicies from "./0027-start-policies.ts";
import * as workflowKeys from "./0028-workflow-keys.ts";
import * as pausedTriggers from "./0030-paused-triggers.ts";
import * as waitingEvents from "./0031-waiting-events.ts";
import * as eventSearch from "./0032-event-search.ts";
import * as keyScopes from "./0033-key-scopes.ts";
import * as heardWorkflows from "./0034-heard-workflows.ts";
import * as startOrder from "./0035-start-order.ts";
import * as conditionFacts from "./0037-condition-facts.ts";
import * as places from "./0038-places.ts";
import * as lookups from "./0039-lookups.ts";
import * as workerProcesses from "./0040-worker-processes.ts";
import * as versionNotes from "./0041-version-notes.ts";
import * as sessionsOfTokens from "./0044-sessions-of-tokens.ts";
import * as stepsWaiting from "./0045-steps-waiting.ts";
import * as missingExecutions from "./0046-missing-executions.ts";
import * as lists from "./0047-lists.ts";
import * as temporalNamespace from "./0048-temporal-namespace.ts";
import * as failingTasks from "./0049-failing-tasks.ts";
import * as updateBatches from "./0050-update-batches.ts";
import * as unknownTypes from "./0051-unknown-types.ts";
import * as rolledBack from "./0052-rolled-back.ts";
import * as retention from "./0053-retention.ts";
import * as historyBatches from "./0054-history-batches.ts";
import * as temporalRetention from "./0055-temporal-retention.ts";
import * as listedSteps from "./0056-listed-steps.ts";
import * as toldFailures from "./0057-told-failures.ts";
import * as retentionRuns from "./0058-retention-runs.ts";
import * as archivedWorkflows from "./0059-archived-workflows.ts";

/**
 * Every migration, in order of its name; a name, once released, stays. Named here instead of read from a folder, so that
 * a bundled or moved program has them too.
 */
export const allMigrations: Readonly<Record<string, Migration>> = {
  "0001-first": first,
  "0002-payload-blobs": payloadBlobs,
  "0003-coordination": coordination,
  "0004-steering": steering,
  "0005-incidents": incidents,
  "0006-unread-columns": unreadColumns,
  "0007-kept-drafts": keptDrafts,
  "0008-projects": projects,
  "0009-project-limits": projectLimits,
  "0010-tokens": tokens,
  "0011-sessions": sessions,
  "0012-audit-chain": auditChain,
  "0013-stored-bytes": storedBytes,
  "0014-signing-keys": signingKeys,
  "0015-project-egress": projectEgress,
  "0016-connections": connections,
  "0017-connection-tokens": connectionTokens,
  "0018-waits-in-order": waitsInOrder,
  "0019-outbox-projects": outboxProjects,
  "0020-workflow-triggers": workflowTriggers,
  "0021-state": state,
  "0022-ledger": ledger,
  "0023-webhook": webhook,
  "0025-followed-triggers": followedTriggers,
  "0026-event-attributes": eventAttributes,
  "0026-source-types": sourceTypes,
  "0027-start-policies": startPolicies,
  "0028-workflow-keys": workflowKeys,
  "0030-paused-triggers": pausedTriggers,
  "0031-waiting-events": waitingEvents,
  "0032-event-search": eventSearch,
  "0033-key-scopes": keyScopes,
  "0034-heard-workflows": heardWorkflows,
  "0035-start-order": startOrder,
  "0037-condition-facts": conditionFacts,
  "0038-places": places,
  "0039-lookups": lookups,
  "0040-worker-processes": workerProcesses,
  "0041-version-notes": versionNotes,
  "0044-sessions-of-tokens": sessionsOfTokens,
  "0045-steps-waiting": stepsWaiting,
  "0046-missing-executions": missingExecutions,
  "0047-lists": lists,
  "0048-temporal-namespace": temporalNamespace,
  "0049-failing-tasks": failingTasks,
  "0050-update-batches": updateBatches,
  "0051-unknown-types": unknownTypes,
  "0052-rolled-back": rolledBack,
  "0053-retention": retention,
  "0054-history-batches": historyBatches,
  "0055-temporal-retention": temporalRetention,
  "0056-listed-steps": listedSteps,
  "0057-told-failures": toldFailures,
  "0058-retention-runs": retentionRuns,
  "0059-archived-workflows": archivedWorkflows,
};
