import { PageFragment, RefusalFragment, graphql, type ResultOf } from "../../data/index.ts";

export const RetentionQuery = graphql(`
  query RetentionPage {
    retention {
      lookedAt
      problem
      problemSince
      policies {
        workflowId
        historyDays
        valueDays
        shapeDays
        updatedAt
        updatedBy
      }
      runs {
        id
        startedAt
        updatedAt
        endedAt
        removedRows
        exportedRows
        exportedBytes
        problem
      }
    }
  }
`);

export type Policy = ResultOf<typeof RetentionQuery>["retention"]["policies"][number];
export type Run = ResultOf<typeof RetentionQuery>["retention"]["runs"][number];

export const RetentionPreviewQuery = graphql(`
  query RetentionPreview($workflowId: ID, $historyDays: Int, $valueDays: Int, $shapeDays: Int) {
    retentionPreview(workflowId: $workflowId, historyDays: $historyDays, valueDays: $valueDays, shapeDays: $shapeDays) {
      histories
      values
      executions
      kept
      capped
      closedBefore
    }
  }
`);

export type Preview = ResultOf<typeof RetentionPreviewQuery>["retentionPreview"];

export const RetentionHoldsQuery = graphql(
  `
    query RetentionHolds($first: Int, $last: Int, $after: String, $before: String) {
      retentionHolds(first: $first, last: $last, after: $after, before: $before) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        nodes {
          id
          workflowId
          executionId
          reason
          createdAt
          createdBy
        }
      }
    }
  `,
  [PageFragment],
);

export type Hold = ResultOf<typeof RetentionHoldsQuery>["retentionHolds"]["nodes"][number];

export const NamedWorkflowQuery = graphql(`
  query NamedWorkflow($id: ID!) {
    workflow(id: $id) {
      name
    }
  }
`);

export const RetentionSet = graphql(
  `
    mutation RetentionSet($input: RetentionSetInput!) {
      retentionSet(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const RetentionClear = graphql(
  `
    mutation RetentionClear($input: RetentionClearInput!) {
      retentionClear(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const RetentionHold = graphql(
  `
    mutation RetentionHold($input: RetentionHoldInput!) {
      retentionHold(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const RetentionHoldRelease = graphql(
  `
    mutation RetentionHoldRelease($input: RetentionHoldReleaseInput!) {
      retentionHoldRelease(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);
