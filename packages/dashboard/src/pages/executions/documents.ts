import { graphql, PageFragment, RefusalFragment, type ResultOf } from "../../data/index.ts";

export const ExecutionsQuery = graphql(
  `
    query Executions($first: Int, $last: Int, $after: String, $before: String, $filter: ExecutionFilter) {
      executions(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        nodes {
          id
          status
          paused
          createdAt
          closedAt
          triggerId
          event {
            id
            type
          }
          workflow {
            id
            name
          }
          version {
            number
          }
          failure {
            code
            message
          }
        }
      }
    }
  `,
  [PageFragment],
);

export const ExecutionsChanged = graphql(`
  subscription ExecutionsChanged($filter: ExecutionFilter, $after: String) {
    executionsChanged(filter: $filter, after: $after) {
      cursor
    }
  }
`);

export type ListedExecution = ResultOf<typeof ExecutionsQuery>["executions"]["nodes"][number];

export const FilterWorkflowsQuery = graphql(`
  query FilterWorkflows($search: String) {
    workflows(first: 50, search: $search) {
      pageInfo {
        hasNextPage
      }
      nodes {
        id
        name
      }
    }
  }
`);

export const FilterWorkflowQuery = graphql(`
  query FilterWorkflow($id: ID!) {
    workflow(id: $id) {
      name
    }
  }
`);

export const BulkPreviewQuery = graphql(`
  query BulkPreview($filter: ExecutionFilter!, $action: BulkActionInput!) {
    bulkPreview(filter: $filter, action: $action) {
      count
      matching
    }
  }
`);

export const BulkStart = graphql(
  `
    mutation BulkStart($input: BulkStartInput!) {
      bulkStart(input: $input) {
        __typename
        ... on BulkStartPayload {
          job {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);
