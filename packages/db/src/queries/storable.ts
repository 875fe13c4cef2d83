/** Postgres' text holds no `\u0000` and refuses the whole statement: such an id or filter simply matches nothing. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000");
}

/** Whether each string among a filter's values can match anything at all. */
export function canMatch(filter: object): boolean {
  return Object.values(filter).every((value) => typeof value !== "string" || isStorable(value));
}
