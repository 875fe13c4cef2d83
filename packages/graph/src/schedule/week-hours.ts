/** Times of the week on the clock of a zone, without some dates. `readOpeningHours` makes it of what somebody wrote. */
export interface OpeningHours {
  readonly timeZone: string;
  /** Not empty. */
  readonly spans: readonly OpeningSpan[];
  /** Dates such as `2026-12-25`, or `12-25` for every year, on which no hours begin. */
  readonly holidays: ReadonlySet<string>;
}

export interface OpeningSpan {
  /** 0 is Sunday. Not empty. */
  readonly days: readonly number[];
  /** In ms since midnight; `to` is not open any more. With `to` below `from` the hours go on into the next day. */
  readonly from: number;
  readonly to: number;
}
