import { graphql } from "./graphql.ts";

/** The errors that a mutation answers with. `useOperation` makes an ApiError of them, so a mutation selects `__typename` beside `...Refusal`. */
export const RefusalFragment = graphql(`
  fragment Refusal on Error {
    code
    message
    hint
    path
    retryable
  }
`);

/** The place of a page in a list, as `Pager` needs it: the list selects `pageInfo { ...Page }`. */
export const PageFragment = graphql(`
  fragment Page on PageInfo {
    hasNextPage
    hasPreviousPage
    startCursor
    endCursor
  }
`);
