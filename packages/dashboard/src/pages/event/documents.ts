import { graphql, type ResultOf } from "../../data/index.ts";

export const EventQuery = graphql(`
  query Event($id: ID!) {
    event(id: $id) {
      id
      type
      source
      subject
      time
      receivedAt
      dispatchedAt
      idempotencyKey
      attributes
      data
      payloadsHidden
      resendOf {
        id
      }
      outcomes(first: 100) {
        totalCount
        nodes {
          outcome
          sentence
          triggerId
          triggers
          reason
          until
          workflowVersion
          payloadsHidden
          workflow {
            id
            name
          }
          execution {
            id
            status
          }
        }
      }
    }
  }
`);

export type EventOf = NonNullable<ResultOf<typeof EventQuery>["event"]>;
export type EventOutcome = EventOf["outcomes"]["nodes"][number];
