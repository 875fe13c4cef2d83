import { RefusalFragment } from "./fragments.ts";
import { graphql } from "./graphql.ts";

/** Sends a stored event again. The pages of events and of executions do, so it stands beside neither of them. */
export const ResendEvent = graphql(
  `
    mutation ResendEvent($input: EventResendInput!) {
      eventResend(input: $input) {
        __typename
        ... on EventResendPayload {
          event {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);
