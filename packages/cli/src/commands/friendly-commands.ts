import { contextList, contextRemove, contextUse } from "./contexts.ts";
import { dev } from "./dev.ts";
import { doctor } from "./doctor.ts";
import { eventSend } from "./event-send.ts";
import { eventWhy } from "./event-why.ts";
import { executionExplain } from "./execution-explain.ts";
import { executionStart } from "./execution-start.ts";
import { executionWatch } from "./execution-watch.ts";
import type { FriendlyCommand } from "./friendly-command.ts";
import { login } from "./login.ts";
import { open } from "./open.ts";
import { workflowApply } from "./workflow-apply.ts";
import { workflowDiff } from "./workflow-diff.ts";
import { workflowExport } from "./workflow-export.ts";
import { workflowImport } from "./workflow-import.ts";
import { workflowSentences } from "./workflow-sentences.ts";
import { workflowValidate } from "./workflow-validate.ts";
import { workflowWhatIf } from "./workflow-what-if.ts";

export const friendlyCommands: readonly FriendlyCommand[] = [
  login,
  contextList,
  contextUse,
  contextRemove,
  dev,
  doctor,
  open,
  eventSend,
  eventWhy,
  executionStart,
  executionWatch,
  executionExplain,
  workflowApply,
  workflowDiff,
  workflowExport,
  workflowImport,
  workflowSentences,
  workflowValidate,
  workflowWhatIf,
];
