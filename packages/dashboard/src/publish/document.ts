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

/** The version that events start, to compare the draft with. */
export const LiveVersionQuery = graphql(`
  query LiveVersion($id: ID!) {
    workflow(id: $id) {
      publishedVersion {
        number
      }
    }
  }
`);

export const DraftDiffersQuery = graphql(`
  query DraftDiffers($id: ID!, $live: ID!) {
    workflowDiff(workflowId: $id, from: $live, to: "DRAFT") {
      __typename
      ... on WorkflowDiff {
        identical
      }
    }
  }
`);
