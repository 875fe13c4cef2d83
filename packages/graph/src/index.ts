export { isObject, type Json, type JsonObject, type JsonSchema } from "./definition/json.ts";
export type {
  Duration,
  EventData,
  Graph,
  GraphEdge,
  GraphNode,
  GraphSettings,
  Join,
  Lane,
  NodeSettings,
  OnError,
  RetrySettings,
  TimeoutSettings,
} from "./definition/graph.ts";
export type { HistoryCondition, OpeningTimes, StateRead, TimeCondition, When } from "./definition/trigger-when.ts";
export { triggerId, triggerKind, type EventTrigger, type SourceTrigger, type Trigger } from "./definition/trigger.ts";
export { EXECUTION_STATUSES, type CloseStatus, type ExecutionStatus } from "./definition/execution-status.ts";
export { INTERPRETER_VERSION } from "./definition/definition.ts";
export type {
  Definition,
  DefinitionEdge,
  DefinitionNode,
  RetryPolicy,
  TimeoutPolicy,
} from "./definition/definition.ts";
export { failureAsData, storedHint } from "./definition/failure.ts";
export type { Failure } from "./definition/failure.ts";
export type { ConnectionTypeManifest, KnownConnection } from "./definition/connection-type.ts";
export type { SourceTypeManifest } from "./definition/source-type.ts";
export type { NodeTypeManifest } from "./definition/node-type.ts";
export {
  parseSentencePattern,
  patternFields,
  type PatternPart,
  type SentencePattern,
} from "./definition/sentence-pattern.ts";
export type { Problem } from "./definition/problem.ts";
export type { Draft } from "./definition/draft.ts";
export type { Fix } from "./definition/fix.ts";
export { applyPatch, type PatchOperation } from "./definition/json-patch.ts";
export { applyFix, applyFixes, fixProblems, type FixedGraph } from "./validate/fix-problems.ts";
export type { ExpressionScope } from "./expression/expression-scope.ts";
export { RESERVED_ROOTS } from "./expression/expression-scope.ts";
export type { Command, RunStep } from "./interpret/command.ts";
export { OPERATION_SUBJECTS } from "./interpret/operation.ts";
export type {
  Caller,
  Refusal,
  Operation,
  OperationRequest,
  OperationResult,
  RefusalCode,
} from "./interpret/operation.ts";
export type { MachineEvent } from "./interpret/machine-event.ts";
export { TRACE_VERSION } from "./trace/trace-entry.ts";
export { GATE_PATH, type TraceEntry, type TraceKind } from "./trace/trace-entry.ts";
export type { ExecutionResult, ExecutionStart, StartArguments } from "./interpret/wire/execution-start.ts";
export { executionStart, startArguments } from "./interpret/wire/execution-start.ts";
export type { LookupRequest } from "./contract/lookup.ts";
export type { PollAnswer, PollRequest, SkippedItem } from "./contract/poll.ts";
export { SEARCH_ATTRIBUTES, type Standing } from "./contract/search-attributes.ts";
export { TRACE_HEADER } from "./contract/trace-header.ts";
export * as limits from "./definition/limits.ts";
export { pointer, segmentsOf, valueAt } from "./definition/json-pointer.ts";
export { parseGraph } from "./definition/parse-graph.ts";
export { parseJsonText, parseJsonTextInParts } from "./definition/parse-json-text.ts";
export {
  GRAPH_TEXT_LIMITS,
  jsonTextProblem,
  USUAL_TEXT_LIMITS,
  type JsonTextLimits,
} from "./definition/json-text-limits.ts";
export {
  findInexactNumbers,
  inexactNumberProblem,
  inexactNumbersAsTexts,
  isExactNumber,
} from "./definition/inexact-numbers.ts";
export { checkJsonValue } from "./definition/parse-json-value.ts";
export { findTextProblem } from "./definition/parse-text-problem.ts";
export { parseTriggers } from "./triggers/parse-triggers.ts";
export { describeTrigger, triggerDescription, triggerDescriptions } from "./triggers/index.ts";
export type { Listening, TriggerDescription } from "./triggers/trigger-description.ts";
export { WHEN_SCHEMA } from "./triggers/when-schema.ts";
export { whenWords } from "./triggers/when-words.ts";
export { SCHEDULE_EVENT_TYPE } from "./triggers/schedule.ts";
export {
  SCHEDULE_PREFIX,
  SCHEDULE_TICK_ACTIVITY,
  SCHEDULE_TICK_WORKFLOW,
  type ScheduleTick,
} from "./contract/schedule-tick.ts";
export { openingAt, type Opening } from "./schedule/opening-hours.ts";
export type { OpeningHours } from "./schedule/week-hours.ts";
export { readOpeningHours } from "./schedule/read-opening-hours.ts";
export { nextTimes } from "./schedule/next-times.ts";
export { readSchedule, type ReadSchedule } from "./schedule/read-schedule.ts";
export { scheduleProblems } from "./schedule/check-schedule.ts";
export { scheduleWords } from "./schedule/schedule-words.ts";
export { SCHEDULE_CONFIG_SCHEMA, type ScheduleConfig } from "./schedule/schedule-config.ts";
export type { CalendarRule, IntervalRule, ScheduleRules } from "./schedule/calendar-rule.ts";
export { DATABASE_OPERATIONS, DEFAULT_MAX_LAG_BYTES } from "./triggers/database.ts";
export type { DatabaseConfig, DatabaseOperation } from "./triggers/database.ts";
export { parseTableName, tableText, type TableName } from "./triggers/table-name.ts";
export { database as databaseTrigger } from "./triggers/database.ts";
export type { StartPolicies } from "./definition/graph.ts";
export { compileStartPolicies, type CompiledStartPolicies } from "./start-policy/compile-start-policies.ts";
export { DEFAULT_PRIORITY, holdsBack, type HistoryPlan, type StartPlan } from "./start-policy/start-plan.ts";
export { overlapPlan } from "./start-policy/overlap-plan.ts";
export { START_POLICY_PATTERNS, startPolicyWords } from "./start-policy/start-policy-words.ts";
export { POLL_EVENT_TYPE, type PollConfig } from "./triggers/poll.ts";
export { FAILURES_DEFAULTS, FAILURES_EVENT_TYPE, isQuietAt, type FailuresConfig } from "./triggers/failures.ts";
export { HEARD_AS, isReservedSource, triggerSource, workflowOfSource } from "./triggers/trigger-source.ts";
export { answerHeaderProblem } from "./triggers/answer-headers.ts";
export { FORM_PER_MINUTE, FORM_SUBMITTED, type FormConfig } from "./triggers/form-config.ts";
export { hookPath, hookSource } from "./triggers/hook-path.ts";
export {
  ANSWER_SECONDS,
  HOOK_BYTES,
  HOOK_PER_MINUTE,
  type HookAnswer,
  type HookAuth,
  type HookChallenge,
  type HookMethod,
  type SignaturePreset,
  WEBHOOK_RECEIVED,
  WEBHOOK_SECRET_TYPE,
  type WebhookConfig,
} from "./triggers/webhook-config.ts";
export { normalise } from "./compile/normalise.ts";
export { casePort, portsOf } from "./definition/ports-of.ts";
export { compileBlock, type CompiledBlock, type RefuseBlock } from "./outline/compile-block.ts";
export type { Block, PlacedNode, PortPath, Statement } from "./outline/statement.ts";
export type {
  NodePaths,
  Outline,
  OutlineBlock,
  OutlineItem,
  OutlineNode,
  PathOfPort,
  Wording,
} from "./outline/outline.ts";
export { blockOfOutline } from "./outline/outline-block.ts";
export { outlineGraph } from "./outline/outline-graph.ts";
export { freeze } from "./compile/freeze.ts";
export { canonicalJson, isSameJson } from "./definition/canonical-json.ts";
export { secretReferenceOf } from "./definition/secret-reference.ts";
export { definitionHash } from "./definition/freeze-hash.ts";
export { createProgramCache, type ProgramCache } from "./compile/program-cache.ts";
export { didYouMean } from "./validate/nearest-name.ts";
export { scopeAt, scopeOfTrigger, scopesOf, type NameInScope } from "./validate/scope-at.ts";
export { schemaAt, typeOf, typesOf, type JsonType } from "./schema/schema-types.ts";
export { checkDraft, type CheckedDraft, type KnownParts } from "./validate/check-draft.ts";
export { GRAPH_SETTINGS_SCHEMA, NODE_SETTINGS_SCHEMA } from "./validate/known-settings.ts";
export { validateGraph } from "./validate/validate-graph.ts";
export {
  compileTriggers,
  isHeard,
  listeningOf,
  withoutPaused,
  type CompiledListening,
  type CompiledTriggers,
} from "./match/compile-triggers.ts";
export { declaredFacts, lookupsOf, type Lookup } from "./definition/trigger-when.ts";
export { SharedConditions } from "./match/shared-conditions.ts";
export { TriggerIndex, type Concerned } from "./match/trigger-index.ts";
export {
  fitsType,
  isTypePattern,
  parseTypePattern,
  patternKeysOf,
  typePatternProblem,
  type TypePattern,
} from "./match/type-pattern.ts";
export { triggerScope } from "./expression/trigger-scope.ts";
export { matchEvent } from "./match/match-event.ts";
export type { LookupRead } from "./match/compile-when.ts";
export type { Asks, Hold, Match, Taken } from "./match/match-event.ts";
export { factsAbout, fittingFacts } from "./match/facts-about.ts";
export type { Facts, Known, RanBefore, TriggerFacts } from "./match/known-facts.ts";
export { asksNames, traceMatch, type MatchToTrace, type MatchTrace, type TriggerTrace } from "./match/trace-match.ts";
export type { ConditionOperand, ConditionPart } from "./expression/trace/condition-part.ts";
export { compile, UnknownInterpreterVersion } from "./compile/compile.ts";
export type { Program } from "./interpret/state/program.ts";
export { constructDescriptors, coreNodeTypes, descriptorOf } from "./interpret/constructs/index.ts";
export type {
  AwaitedKind,
  ConstructDescriptor,
  Container,
  Field,
  FieldKind,
  ScriptedStep,
  SimulatedAnswer,
} from "./definition/construct-descriptor.ts";
export { Machine, type Applied } from "./interpret/machine.ts";
export { driveRegion, type RegionOutcome, type RegionWork } from "./interpret/region/drive-region.ts";
export { readRegionAnswer } from "./interpret/region/read-region-answer.ts";
export { RegionMachine } from "./interpret/region/region-machine.ts";
export {
  FIRST_REGION_VERSION,
  LONGEST_WAIT_MS,
  REGION_PATH,
  type LeftStep,
  type RegionAnswer,
  type RegionArguments,
  type RegionDriverCommand,
  type RegionEvent,
  type RegionStep,
  type RegionStepAnswer,
} from "./interpret/region/region.ts";
export type { MachineState } from "./interpret/state/machine-state.ts";
export { idempotencyKey } from "./interpret/step/idempotency-key.ts";
export { pathOfSummary, pathSegment } from "./interpret/state/step-path.ts";
export { TraceHasher } from "./trace/trace-hasher.ts";
export { isEventTime } from "./definition/event-time.ts";
export { DURATION_FORMAT, parseDuration, DurationError, MAX_DURATION_MS } from "./definition/duration.ts";
export { jsonSize } from "./definition/json-size.ts";
export { createBudget, DEFAULT_BUDGET_BYTES, DEFAULT_BUDGET_STEPS } from "./expression/budget.ts";
export type { Budget } from "./expression/budget.ts";
export { compileCondition, CONDITION_OPERATORS } from "./expression/compile-condition.ts";
export type { CompiledCondition, ConditionMode } from "./expression/compile-condition.ts";
export { compileTemplate } from "./expression/compile-template.ts";
export type { CompiledTemplate } from "./expression/compile-template.ts";
export { ExpressionError } from "./expression/expression-error.ts";
export type { FactRoot } from "./expression/expression-scope.ts";
export type { ExpressionErrorCode } from "./expression/expression-error.ts";
export type { Reference } from "./expression/reference.ts";
export { retryPolicy, timeoutPolicy } from "./definition/freeze-policies.ts";
export { stepAnswer, stepFailure, type ActivityFailureInfo } from "./interpret/step/step-failure.ts";
export { exampleOutput } from "./simulate/example-output.ts";
export { awaitedBy, edgesTakenBy, foldTrace, leavingEdges, type LeavingEdges } from "./simulate/fold-trace.ts";
export { eventOf, expressionScope, SCOPE_KEYS, type NodeScope } from "./simulate/node-scope.ts";
export { MAX_SIMULATION_MS, type Clock } from "./simulate/play-script.ts";
export { renderInput } from "./simulate/render-input.ts";
export {
  simulateDefinition,
  type Simulated,
  type SimulatedDefinition,
  type SimulationRequest,
} from "./simulate/simulate-definition.ts";
export type {
  Awaited,
  SimulatedFacts,
  SimulatedStep,
  Simulation,
  SimulationLimits,
  SimulationScript,
  TakenEdge,
} from "./simulate/simulation.ts";
export { backoffMs } from "./simulate/backoff.ts";
export { LocalRun, runLocally } from "./simulate/local-runner.ts";
export { scriptedAttempt, scriptedFailure, scriptedPlace, type ScriptedOutcome } from "./simulate/scripted-outcome.ts";
export type { LocalRunOptions, LocalRunResult, StepOutcome } from "./simulate/local-runner.ts";
export { TEMPLATE_FUNCTIONS } from "./expression/template/cel-functions.ts";
export type { AttemptReport, LogReport } from "./trace/reports.ts";
export { hasBegun, isOpenStep, type OpenStepStatus, type StepStatus } from "./trace/step-status.ts";
export { foldSteps, StepFold, type StepState } from "./trace/step-fold.ts";
export { renameNodes } from "./edit/rename-nodes.ts";
export { diffGraphs, type DiffedGraph } from "./diff/diff-graphs.ts";
export type { ElementChange, ElementsDiff, FieldChange, GraphDiff } from "./diff/graph-diff.ts";
export type { Seed } from "./definition/seed.ts";
export { parseMoment } from "./time-zone/parse-moment.ts";
export { printMoment } from "./time-zone/print-moment.ts";
export { localToInstant, offsetMinutes } from "./time-zone/local-time.ts";
export { isTimeZone, timeZoneNames } from "./time-zone/zone.ts";
export { MomentError } from "./time-zone/moment-error.ts";
export type { MomentErrorCode } from "./time-zone/moment-error.ts";
export type { LocalDateTime } from "./time-zone/calendar.ts";
export { SchemaCheck, type SchemaFinding } from "./schema/schema-check.ts";
export { schemaSteps, type SchemaSet, type SchemaSteps } from "./schema/schema-steps.ts";
export { urlFields } from "./schema/url-fields.ts";
export { isSecretName } from "./definition/secret-name.ts";
export {
  CONNECTION_SIGN_IN_NODE,
  CONNECTION_TEST_NODE,
  NODE_RUN_ACTIVITY,
  NODE_RUN_PREFIX,
  nodeRunId,
  projectOfNodeRun,
} from "./definition/node-run.ts";
export type { NodeRunAttempt, NodeRunLog, NodeRunRequest, NodeRunResult } from "./definition/node-run.ts";
export { drainEvent, type HistorySize } from "./interpret/batch/continue-as-new.ts";
export { operationRequest } from "./interpret/wire/operation-request.ts";
export { replyEvent } from "./interpret/wire/reply-event.ts";
export { signalEvent } from "./interpret/wire/signal-event.ts";
export {
  FIRST_SIGNED_VERSION,
  OPERATION_VALID_MS,
  operationSignature,
  signedNodeRunText,
  signedText,
  type OperationKeys,
  type OperationSignature,
  type SignedNodeRun,
  type SignedRequest,
} from "./interpret/wire/operation-signature.ts";
export { REPLY_SIGNAL, STEER_UPDATE } from "./interpret/wire/wire-names.ts";
export type { Resume } from "./interpret/wire/execution-start.ts";
export { EXPRESSION_FUNCTIONS } from "./expression/template/functions/expression-functions.ts";
export type { ExpressionFunction, FunctionGroup } from "./expression/template/functions/template-function.ts";
export { CONDITION_OPERATOR_LIST } from "./expression/condition/operator-list.ts";
export type { ConditionOperator } from "./expression/condition/operator-list.ts";
export {
  type EarlierAttempts,
  mayRun,
  mayTryAgain,
  MOST_VANISHED,
  NODE_TYPE_ELSEWHERE,
  NO_ATTEMPTS,
  VANISHED_AFTER_MS,
  workersVanished,
} from "./contract/attempts.ts";
export { stepResult } from "./contract/step.ts";
export { LOCAL_PAYLOAD, payloadValue, UnreadablePayload } from "./contract/payload.ts";
export type { FailureDetails, StepArguments, StepMeta, StepResult, StepWorkflow } from "./contract/step.ts";
export type {
  CallAnswer,
  CallReply,
  CallRequest,
  EventReply,
  LockAnswer,
  LockReply,
  LockRequest,
  ParentClosePolicy,
  ReplySignal,
  WaitForEventAnswer,
  WaitForEventRequest,
} from "./contract/coordination.ts";
export { CONTRACT_SCHEMAS, contractProblems, type ContractType } from "./contract/schemas.ts";
export { checkStateKey, checkStateValue, stateBytes, stateKeep, stateMember, stateTtl } from "./memory/check-state.ts";
export { itemMembers } from "./memory/item-members.ts";
export { LocalMemory, SHOWN_MEMBERS, type LocalOwner } from "./memory/local-memory.ts";
export { StateError, type StateErrorCode } from "./memory/state-error.ts";
export type { StateAnswers, StateOperation, StateRequest, StateRequests, StateScope } from "./memory/state-request.ts";
export {
  changes,
  checkIsSet,
  checkKept,
  freshItems,
  incremented,
  setFull,
  type StateKind,
} from "./memory/state-rules.ts";
