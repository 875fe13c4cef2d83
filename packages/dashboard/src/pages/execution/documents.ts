import { graphql, type ResultOf } from "../../data/index.ts";

export const ExecutionQuery = graphql(`
  query Execution($id: ID!) {
    execution(id: $id) {
      id
      status
      paused
      createdAt
      startedAt
      closedAt
      triggerId
      pendingBecause
      temporalUiUrl
      historyEventCount
      mirrorOk
      output
      payloadsHidden
      failure {
        code
        message
        hint
        path
      }
      workflow {
        id
        name
      }
      version {
        id
        number
        graph
        definition
      }
      event {
        id
        type
        data
      }
      calledBy {
        path
        execution {
          id
        }
      }
      rerunOf {
        id
      }
      rerunFrom
      reruns(first: 10) {
        nodes {
          id
          status
        }
      }
    }
  }
`);

export type Execution = NonNullable<ResultOf<typeof ExecutionQuery>["execution"]>;

export const ExecutionUpdates = graphql(`
  subscription ExecutionUpdates($id: ID!, $after: String) {
    executionEvents(id: $id, after: $after) {
      cursor
      kind
      path
      body
      at
      closing
    }
  }
`);

export const StepQuery = graphql(`
  query ExecutionStep($id: ID!, $path: String!) {
    execution(id: $id) {
      id
      step(path: $path) {
        id
        path
        nodeId
        type
        status
        port
        input
        output
        payloadsHidden
        scheduledAt
        startedAt
        endedAt
        attemptCount
        failure {
          code
          message
          hint
          details
        }
        attempts {
          attempt
          startedAt
          endedAt
          worker
          failure {
            code
            message
            hint
          }
        }
        called {
          id
          status
        }
        logs(first: 200) {
          totalCount
          nodes {
            at
            level
            message
            fields
            attempt
          }
        }
      }
    }
  }
`);

export type Step = NonNullable<NonNullable<ResultOf<typeof StepQuery>["execution"]>["step"]>;

export const HistoryQuery = graphql(`
  query ExecutionHistory($id: ID!, $after: String) {
    execution(id: $id) {
      id
      historyEvents(first: 50, after: $after) {
        totalCount
        totalCountCapped
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          runId
          eventId
          eventType
          eventTime
          attributes
        }
      }
    }
  }
`);
