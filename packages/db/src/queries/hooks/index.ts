export {
  type AnswerOutcome,
  deleteHookWait,
  findHookAnswers,
  type HookAnswerRecord,
  insertHookWait,
  nobodyAnswers,
  sweepHooks,
  writeHookAnswer,
} from "./answers.ts";
export { deleteEventFiles, type EventFileRecord, findEventFile, insertEventFiles } from "./files.ts";
export { isHookTaken } from "./paths.ts";
export { addHookRefusals } from "./refusals.ts";
export { answerHookTest, findHookTest, findWaitingHookTest, type HookTestRecord, insertHookTest } from "./tests.ts";
export { findStandardWebhooks } from "./verified.ts";
