import { graphql, PageFragment, type ResultOf } from "../../data/index.ts";

/** A draft may be edited while somebody looks at what differs, so it is asked for again. */
export const DRAFT_EVERY_MS = 3_000;

export const VersionsQuery = graphql(
  `
    query Versions($id: ID!, $first: Int, $last: Int, $after: String, $before: String) {
      workflow(id: $id) {
        name
        status
        draftRevision
        publishedVersion {
          number
        }
        versions(first: $first, last: $last, after: $after, before: $before) {
          totalCount
          totalCountCapped
          pageInfo {
            ...Page
          }
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
  `,
  [PageFragment],
);

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
        triggers {
          added {
            id
          }
          removed {
            id
          }
          changed {
            id
            changes {
              path
              kind
              before
              after
              layout
            }
          }
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
        settings
        triggers
        steps
      }
    }
    after: workflowSentences(workflowId: $id, version: $toVersion) {
      __typename
      ... on WorkflowSentences {
        settings
        triggers
        steps
      }
    }
  }
`);

export const DraftGraphQuery = graphql(`
  query DraftGraph($id: ID!) {
    workflow(id: $id) {
      graph
    }
  }
`);

export const VersionGraphQuery = graphql(`
  query VersionGraph($id: ID!, $number: Int!) {
    workflowVersion(workflowId: $id, version: $number) {
      __typename
      ... on WorkflowVersion {
        graph
      }
      ... on Error {
        code
        message
        hint
      }
    }
  }
`);

export type Diff = Extract<ResultOf<typeof DiffQuery>["workflowDiff"], { __typename: "WorkflowDiff" }>;
export type VersionsOf = ResultOf<typeof VersionsQuery>;
export type SentencesAnswer = Extract<ResultOf<typeof DiffQuery>["before"], { __typename: "WorkflowSentences" }>;
