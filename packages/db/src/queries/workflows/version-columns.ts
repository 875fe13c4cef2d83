/** What a `VersionRecord` is read from. */
export const versionColumns = [
  "workflow_id as workflowId",
  "version",
  "graph",
  "triggers",
  "definition",
  "definition_hash as definitionHash",
  "interpreter_version as interpreterVersion",
  "published_at as publishedAt",
] as const;
