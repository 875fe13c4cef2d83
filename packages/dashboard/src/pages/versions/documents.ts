import { RefusalFragment, graphql, type ResultOf } from "../../data/index.ts";

export const VersionsQuery = graphql(`
  query Versions($id: ID!) {
    workflow(id: $id) {
      draftRevision
      publishedVersion {
        number
      }
      versions(first: 100) {
        nodes {
          number
          publishedAt
          note
        }
      }
    }
    workflowOpenExecutions(id: $id) {
      version
      count
    }
  }
`);

export const DiffQuery = graphql(`
  query VersionDiff($id: ID!, $from: ID!, $to: ID!, $fromVersion: String!, $toVersion: String!) {
    workflowDiff(workflowId: $id, from: $from, to: $to) {
      __typename
      ... on WorkflowDiff {
        identical
        sameMeaning
        nodes {
          added
          removed
          reordered
          changed {
            id
            layout
            changes {
              path
              kind
              before
              after
              layout
            }
          }
        }
        edges {
          added
          removed
        }
        settings {
          path
          kind
          before
          after
          layout
        }
      }
      ... on Error {
        code
        message
        hint
      }
    }
    before: workflowSentences(workflowId: $id, version: $fromVersion) {
      __typename
      ... on WorkflowSentences {
        text
      }
    }
    after: workflowSentences(workflowId: $id, version: $toVersion) {
      __typename
      ... on WorkflowSentences {
        text
      }
    }
  }
`);

export const PublishVersion = graphql(
  `
    mutation PublishVersion($input: WorkflowPublishInput!) {
      workflowPublish(input: $input) {
        __typename
        ... on WorkflowPublishPayload {
          version {
            number
          }
        }
        ...Refusal
        ... on ValidationError {
          problems {
            code
            message
            node
            path
            hint
          }
        }
      }
    }
  `,
  [RefusalFragment],
);

export type Diff = Extract<ResultOf<typeof DiffQuery>["workflowDiff"], { __typename: "WorkflowDiff" }>;
export type VersionsOf = ResultOf<typeof VersionsQuery>;
