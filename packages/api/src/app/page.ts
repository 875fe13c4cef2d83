/** Length of a page, in every list of both faces. */
export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 200;
