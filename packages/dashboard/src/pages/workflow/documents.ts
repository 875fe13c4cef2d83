import { RefusalFragment, graphql } from "../../data/index.ts";

export const WorkflowQuery = graphql(`
  query Workflow($id: ID!) {
    workflow(id: $id) {
      id
      name
      description
      status
      draftRevision
      latestVersion
      graph
      triggers {
        id
        kind
        eventType
        source
        config
        condition
        when
      }
      publishedVersion {
        number
      }
    }
  }
`);

export const SaveDraftMutation = graphql(
  `
    mutation SaveDraft($input: WorkflowSaveDraftInput!) {
      workflowSaveDraft(input: $input) {
        __typename
        ... on WorkflowSaveDraftPayload {
          workflow {
            id
            draftRevision
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);
