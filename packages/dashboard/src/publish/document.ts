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
