/** The body of POST /events: the same for both sides. */
export type LeadEvent = {
  readonly n: number;
  readonly lead: { readonly source: string; readonly score: number; readonly title: string };
};

/** The body that each of the four calls sends to the echo server. */
export type StepBody = {
  readonly n: number;
  readonly step: "a" | "b" | "c" | "gift" | "drip";
  readonly execution: string;
  readonly title: string;
};
