const names = new Map<string, string>();

/** Turns `EVENT_TYPE_ACTIVITY_TASK_COMPLETED` into `ActivityTaskCompleted`, the name that Temporal shows to people. */
export function camelCaseOfEventType(name: string): string {
  let known = names.get(name);
  if (known === undefined) {
    known = String(name)
      .replace(/^EVENT_TYPE_/, "")
      .toLowerCase()
      .replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    names.set(name, known);
  }
  return known;
}
