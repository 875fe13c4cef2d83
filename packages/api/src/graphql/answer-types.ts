import { approvalsChange, executionsChange } from "../operations/answers/list-changes.ts";
import type { z } from "zod";
import * as connection from "../operations/answers/connection.ts";
import { historyAnswer, logAnswer } from "../operations/answers/execution.ts";
import { whyNotAnswer } from "../operations/answers/outcome.ts";
import * as hook from "../operations/answers/hook.ts";
import * as overview from "../operations/answers/overview.ts";
import * as sentences from "../operations/answers/sentences.ts";
import * as system from "../operations/answers/system.ts";
import * as retention from "../operations/answers/retention.ts";
import { fixAnswer } from "../operations/answers/problem.ts";
import { sourceTypeAnswer } from "../operations/answers/source-type.ts";
import { tokenAnswer } from "../operations/answers/token.ts";
import * as trigger from "../operations/answers/trigger.ts";
import { findingAnswer } from "../operations/system/doctor.ts";
import { reconcilableAnswer } from "../operations/system/reconcile.ts";
import * as tried from "../operations/answers/try.ts";
import * as workflow from "../operations/answers/workflow.ts";
import { changedEventAnswer, whatIfAnswer } from "../operations/answers/what-if.ts";
import { stateEntryAnswer } from "../operations/answers/state.ts";
import { answerType } from "./zod-types.ts";

// Object types with the same fields as in REST. Types with further fields have a file each.

const answers: readonly z.ZodObject[] = [
  system.viewerAnswer,
  system.allowedOperationAnswer,
  system.projectAnswer,
  system.healthPartAnswer,
  system.healthAnswer,
  overview.trafficMinuteAnswer,
  overview.workerAnswer,
  overview.overviewAnswer,
  system.nodePackAnswer,
  system.functionAnswer,
  system.operatorAnswer,
  system.auditAnswer,
  trigger.triggerKindAnswer,
  trigger.triggerProblemAnswer,
  trigger.liveTriggerAnswer,
  trigger.scheduleTimesAnswer,
  tried.simulatedStepAnswer,
  tried.takenEdgeAnswer,
  tried.awaitedAnswer,
  tried.simulationWarningAnswer,
  tried.simulatedTriggerAnswer,
  tried.simulationAnswer,
  tried.nodeRunLogAnswer,
  tried.nodeRunAnswer,
  workflow.openExecutionsAnswer,
  workflow.fieldChangeAnswer,
  workflow.elementChangeAnswer,
  workflow.nodesDiffAnswer,
  workflow.edgesDiffAnswer,
  workflow.triggersDiffAnswer,
  workflow.diffAnswer,
  sentences.sentencesAnswer,
  sentences.textProblemAnswer,
  sentences.textWorkflowAnswer,
  fixAnswer,
  stateEntryAnswer,
  retention.retentionPolicyAnswer,
  retention.retentionRunAnswer,
  retention.retentionPreviewAnswer,
  retention.retentionAnswer,
  retention.retentionHoldAnswer,
  sourceTypeAnswer,
  connection.connectionTypeAnswer,
  connection.connectionAnswer,
  connection.connectionUsageAnswer,
  connection.connectionTestAnswer,
  connection.connectionSignInAnswer,
  hook.eventFileAnswer,
  hook.webhookTestAnswer,
  historyAnswer,
  tokenAnswer,
  whyNotAnswer,
  findingAnswer,
  reconcilableAnswer,
  changedEventAnswer,
  whatIfAnswer,
  executionsChange,
  approvalsChange,
];
for (const answer of answers) answerType(answer);
answerType(logAnswer, { executionId: true, path: true });
