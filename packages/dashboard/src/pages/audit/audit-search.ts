import { readCursors, readText, type Cursors } from "../../ui/cursors.ts";

/** Which entries of the audit log are shown. */
export interface AuditSearch extends Cursors {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
}

export function readAuditSearch(search: Readonly<Record<string, unknown>>): AuditSearch {
  const [actor, action, target] = ["actor", "action", "target"].map((name) => readText(search, name));
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(target !== undefined && { target }),
    ...readCursors(search),
  };
}
