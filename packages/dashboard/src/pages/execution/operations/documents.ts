import { RefusalFragment, graphql } from "../../../data/index.ts";

export const ExecutionPause = graphql(
  `
    mutation ExecutionPause($input: ExecutionPauseInput!) {
      executionPause(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const ExecutionResume = graphql(
  `
    mutation ExecutionResume($input: ExecutionResumeInput!) {
      executionResume(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const ExecutionCancel = graphql(
  `
    mutation ExecutionCancel($input: ExecutionCancelInput!) {
      executionCancel(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const ExecutionTerminate = graphql(
  `
    mutation ExecutionTerminate($input: ExecutionTerminateInput!) {
      executionTerminate(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const ExecutionSignal = graphql(
  `
    mutation ExecutionSignal($input: ExecutionSignalInput!) {
      executionSignal(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const ExecutionSkipWait = graphql(
  `
    mutation ExecutionSkipWait($input: ExecutionSkipWaitInput!) {
      executionSkipWait(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const IncidentRetry = graphql(
  `
    mutation IncidentRetry($input: IncidentRetryInput!) {
      incidentRetry(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const IncidentSkip = graphql(
  `
    mutation IncidentSkip($input: IncidentSkipInput!) {
      incidentSkip(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const IncidentFail = graphql(
  `
    mutation IncidentFail($input: IncidentFailInput!) {
      incidentFail(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

export const ExecutionRerun = graphql(
  `
    mutation ExecutionRerun($input: ExecutionRerunInput!) {
      executionRerun(input: $input) {
        __typename
        ... on ExecutionRerunPayload {
          execution {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);
