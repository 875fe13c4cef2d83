/** What a `WorkflowRecord` is read from. */
export const workflowColumns = [
  "id",
  "name",
  "description",
  "status",
  "draft",
  "draft_revision as draftRevision",
  "published_version as publishedVersion",
  "latest_version as latestVersion",
  "created_at as createdAt",
  "updated_at as updatedAt",
] as const;
