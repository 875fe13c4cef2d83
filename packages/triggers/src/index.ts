export type { DatabaseChange } from "./database/change.ts";
export { outboxStatements } from "./database/outbox-statements.ts";
export { readBody } from "./webhook/body/read-body.ts";
export type { BodyRefused, HookBody, UploadedFile } from "./webhook/body/hook-body.ts";
export { answerChallenge, type ChallengeAnswer } from "./webhook/challenge.ts";
export { openHookSecrets, type SecretsMissing } from "./webhook/open-hook-secrets.ts";
export { isStandardWebhookSecret } from "./webhook/verify/verify-standard-webhook.ts";
export { headerOf, type HookRequest } from "./webhook/hook-request.ts";
export { webhookEvent, type FileReference, type HookEvent } from "./webhook/webhook-event.ts";
export { proofHeaders, verifyRequest } from "./webhook/verify/verify-request.ts";
export { triggerKinds } from "./kinds.ts";
export { endTriggers, publishTriggers, triggerProblems, type LiveVersion } from "./publish-triggers.ts";
export { createTriggerRunner, type TriggerRunner, type TriggerRunnerOptions } from "./run/create-trigger-runner.ts";
export {
  TriggerSyncError,
  type Ingest,
  type OpenPostgres,
  type PublishedTrigger,
  type SourceEvent,
  type TriggerDeps,
  type TriggerKind,
} from "./trigger-kind.ts";
export { scheduleActivities, type TickDeps } from "./schedule/store-tick.ts";
export { lookAtSchedules } from "./schedule/look-at-schedules.ts";
export { scheduleIdOf } from "./schedule/schedule-id.ts";
export { noteOf } from "./schedule/sync-schedule.ts";
export { isStampValid, makeStamp } from "./form/form-stamp.ts";
export { escapeHtml } from "./form/html.ts";
export { page as renderPage, PAGE_HEADERS } from "./form/page.ts";
export { readForm, sentFields } from "./form/read-form.ts";
export { HONEYPOT, renderForm, renderNotice, renderThanks, STAMP, type Filled } from "./form/render-form.ts";
