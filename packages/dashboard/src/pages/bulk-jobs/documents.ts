import { graphql, PageFragment, RefusalFragment, type ResultOf } from "../../data/index.ts";

export const BulkJobsQuery = graphql(
  `
    query BulkJobs($first: Int, $last: Int, $after: String, $before: String) {
      bulkJobs(first: $first, last: $last, after: $after, before: $before) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        nodes {
          id
          action
          status
          actor
          total
          done
          skipped
          failed
          createdAt
        }
      }
    }
  `,
  [PageFragment],
);

export const BulkJobQuery = graphql(
  `
    query BulkJob($id: ID!, $outcome: BulkOutcome, $first: Int, $last: Int, $after: String, $before: String) {
      bulkJob(id: $id) {
        id
        action
        input
        filter
        searched
        status
        actor
        total
        done
        skipped
        failed
        waitingFor
        createdAt
        endedAt
        items(outcome: $outcome, first: $first, last: $last, after: $after, before: $before) {
          totalCount
          totalCountCapped
          pageInfo {
            ...Page
          }
          nodes {
            path
            outcome
            code
            message
            execution {
              id
            }
            result {
              id
            }
          }
        }
      }
    }
  `,
  [PageFragment],
);

export type BulkJob = NonNullable<ResultOf<typeof BulkJobQuery>["bulkJob"]>;

export const BulkStop = graphql(
  `
    mutation BulkStop($input: BulkStopInput!) {
      bulkStop(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);
