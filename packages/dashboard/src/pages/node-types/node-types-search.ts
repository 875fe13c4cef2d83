import { readText } from "../../ui/cursors.ts";

/** What of the catalogue is shown. */
export interface NodeTypesSearch {
  readonly text?: string;
  /** The type that is open. */
  readonly type?: string;
}

export function readNodeTypesSearch(search: Readonly<Record<string, unknown>>): NodeTypesSearch {
  const [text, type] = [readText(search, "text"), readText(search, "type")];
  return { ...(text !== undefined && { text }), ...(type !== undefined && { type }) };
}
