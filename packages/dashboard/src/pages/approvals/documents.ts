import { PageFragment, RefusalFragment, graphql, type ResultOf } from "../../data/index.ts";

export const ApprovalsQuery = graphql(
  `
    query Approvals(
      $first: Int
      $last: Int
      $after: String
      $before: String
      $status: ApprovalStatus
      $mine: Boolean
      $executionId: ID
    ) {
      approvals(
        first: $first
        last: $last
        after: $after
        before: $before
        status: $status
        mine: $mine
        executionId: $executionId
      ) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        nodes {
          path
          title
          description
          form
          approvers
          canDecide
          waitingSince
          decision
          payloadsHidden
          execution {
            id
            workflow {
              id
              name
            }
          }
        }
      }
    }
  `,
  [PageFragment],
);

export const ApprovalsChanged = graphql(`
  subscription ApprovalsChanged($after: String) {
    approvalsChanged(after: $after) {
      cursor
    }
  }
`);

export const ApprovalDecide = graphql(
  `
    mutation ApprovalDecide($input: ApprovalDecideInput!) {
      approvalDecide(input: $input) {
        __typename
        ... on ApprovalDecidePayload {
          step {
            status
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export type Approval = ResultOf<typeof ApprovalsQuery>["approvals"]["nodes"][number];
