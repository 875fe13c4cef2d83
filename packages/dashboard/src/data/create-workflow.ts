import { RefusalFragment } from "./fragments.ts";
import { graphql } from "./graphql.ts";

/** Creates a workflow. More than one page does, so it stands beside none of them. */
export const CreateWorkflow = graphql(
  `
    mutation CreateWorkflow($input: WorkflowCreateInput!) {
      workflowCreate(input: $input) {
        __typename
        ... on WorkflowCreatePayload {
          workflow {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);
