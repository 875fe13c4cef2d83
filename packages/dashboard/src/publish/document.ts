import { graphql, RefusalFragment } from "../data/index.ts";

/** Makes the draft the next version, or an older version the one that events start. */
export const PublishMutation = graphql(
  `
    mutation Publish($input: WorkflowPublishInput!) {
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
            hint
            node
            path
          }
        }
      }
    }
  `,
  [RefusalFragment],
);

/** The version that events start and the newest one, to compare the draft with: publishing makes no new version of what either of them is. */
export const KnownVersionsQuery = graphql(`
  query KnownVersions($id: ID!) {
    workflow(id: $id) {
      publishedVersion {
        number
      }
      versions(first: 1) {
        nodes {
          number
        }
      }
    }
  }
`);

export const DraftDiffersQuery = graphql(`
  query DraftDiffers($id: ID!, $version: ID!) {
    workflowDiff(workflowId: $id, from: $version, to: "DRAFT") {
      __typename
      ... on WorkflowDiff {
        identical
      }
    }
  }
`);
