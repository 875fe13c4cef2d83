export { insertRerun, type InsertedRerun, type RerunToInsert } from "./insert-rerun.ts";
export { listEndedSteps, type EndedStep } from "./list-ended-steps.ts";
