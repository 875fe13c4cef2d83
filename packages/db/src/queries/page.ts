/** A slice of a list: at most `limit` rows behind `after` (or before `before`), from the far end where `backward`. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** Take the last rows of what is left, nearest to `before`; the answer is still in list order turned round. */
  readonly backward?: boolean | undefined;
}
