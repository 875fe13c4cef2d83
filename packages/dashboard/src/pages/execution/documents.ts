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
      missingSince
      taskFailsSince
      taskFailure
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

/** The values of an execution, which can be large: they are read when somebody looks at them. */
export const ExecutionDataQuery = graphql(`
  query ExecutionData($id: ID!) {
    execution(id: $id) {
      id
      output
      payloadsHidden
      event {
        id
        data
      }
    }
  }
`);

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
      }
    }
  }
`);

export type Step = NonNullable<NonNullable<ResultOf<typeof StepQuery>["execution"]>["step"]>;

/** The values of a step, which can be large. */
export const StepDataQuery = graphql(`
  query StepData($id: ID!, $path: String!) {
    execution(id: $id) {
      id
      step(path: $path) {
        id
        input
        output
        payloadsHidden
      }
    }
  }
`);

export const StepLogsQuery = graphql(`
  query StepLogs($id: ID!, $path: String!, $after: String) {
    execution(id: $id) {
      id
      step(path: $path) {
        id
        logs(first: 100, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
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
        edges {
          cursor
          node {
            runId
            eventId
            eventType
            eventTime
          }
        }
      }
    }
  }
`);

/** The attributes of one event of the history, which can hold large payloads. */
export const HistoryEventQuery = graphql(`
  query ExecutionHistoryEvent($id: ID!, $after: String) {
    execution(id: $id) {
      id
      historyEvents(first: 1, after: $after) {
        nodes {
          attributes
        }
      }
    }
  }
`);
