import { graphql, type ResultOf } from "../../../data/index.ts";

const ComparedExecution = graphql(`
  fragment ComparedExecution on Execution @_unmask {
    id
    status
    createdAt
    startedAt
    closedAt
    workflow {
      name
    }
    version {
      id
      number
      graph
      definition
    }
  }
`);

export const CompareQuery = graphql(
  `
    query CompareExecutions($id: ID!, $other: ID!) {
      left: execution(id: $id) {
        ...ComparedExecution
      }
      right: execution(id: $other) {
        ...ComparedExecution
      }
    }
  `,
  [ComparedExecution],
);

export type Side = NonNullable<ResultOf<typeof CompareQuery>["left"]>;

/** A page of the steps of an execution. It is short, because each value can have a megabyte. */
export const ComparedStepsQuery = graphql(`
  query ComparedSteps($id: ID!, $after: String) {
    execution(id: $id) {
      id
      steps(first: 50, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          path
          nodeId
          type
          status
          port
          input
          output
          scheduledAt
          startedAt
          endedAt
        }
      }
    }
  }
`);

export type ReadStep = NonNullable<ResultOf<typeof ComparedStepsQuery>["execution"]>["steps"]["nodes"][number];
