/** The place of a page in a list, as it stands in the address. Without it: the newest entries. */
export interface Cursors {
  readonly after?: string;
  readonly before?: string;
}

/** Reads a text of the address. Undefined: there is none. */
export function readText(search: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = search[name];
  // The router reads `?text=80` as a number.
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function readCursors(search: Readonly<Record<string, unknown>>): Cursors {
  const [after, before] = [readText(search, "after"), readText(search, "before")];
  return { ...(after !== undefined && { after }), ...(before !== undefined && { before }) };
}

/** The arguments of a list of the API for a page. */
export function pageOf({ after, before }: Cursors, size = 50): PageArguments {
  return before === undefined ? { first: size, after: after ?? null } : { last: size, before };
}

export interface PageArguments {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string;
}

export const isFirstPage = ({ after, before }: Cursors): boolean => after === undefined && before === undefined;

/** What `Pager` asks for, given what puts other cursors into the address. */
export function pagerMoves(move: (cursors: Cursors) => void) {
  return {
    onNext: (after: string) => move({ after }),
    onPrevious: (before: string) => move({ before }),
    onFirst: () => move({}),
  };
}
