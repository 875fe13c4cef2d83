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

/** The search with another page of the same list. */
export function atPage<Search extends Cursors>(search: Search, cursors: Cursors): Search {
  return { ...withoutCursors(search), ...cursors } as Search;
}

/** The search with another value of a filter, or without it: it begins at the first page. */
export function withFilter<Search extends Cursors>(
  search: Search,
  filter: Partial<Record<keyof Search, unknown>>,
): Search {
  const given = Object.entries({ ...withoutCursors(search), ...filter });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as unknown as Search;
}

/** The filters of a search, without the page that is shown of what fits them. */
export function withoutCursors<Search extends Cursors>(search: Search): Omit<Search, keyof Cursors> {
  const { after: _, before: __, ...filters } = search;
  return filters;
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
