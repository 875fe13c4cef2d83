export { findStateAnswer, insertStateAnswer, type StateAnswer, sweepStateAnswers } from "./answers.ts";
export {
  deleteStateEntry,
  insertStateEntry,
  type LockedEntry,
  lockStateEntry,
  readStateUsage,
  type StatePlace,
  type StateUsage,
  writeStateValue,
} from "./entries.ts";
export { countMembers, forgetOldestMembers, knownMembers, removeExpiredMembers, seeMembers } from "./members.ts";
export { findStateEntry, listStateEntries, readState, type StateEntryFilter, type StateEntryRecord } from "./read.ts";
export { sweepDeletedWorkflows, sweepStateEntries } from "./sweep.ts";
