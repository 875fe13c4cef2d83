export {
  findWorkflows,
  listWorkflows,
  lockWorkflow,
  type WorkflowDraft,
  type WorkflowFilter,
  type WorkflowRecord,
} from "./read.ts";
export { findVersions, insertVersion, listVersions, markPublished, type VersionRecord } from "./versions.ts";
export { insertWorkflow, raiseLatestVersion, setPublishedVersion, setWorkflowStatus, updateDraft } from "./write.ts";
