/** The default length of a page, for all lists of GraphQL and REST. */
export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 200;
