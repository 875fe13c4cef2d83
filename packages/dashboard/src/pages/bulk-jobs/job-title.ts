import { BULK_CHOICES } from "../executions/bulk-actions.ts";

/** What a job does, in words: "Cancel 12 executions". */
export function jobTitle({ action, total }: { readonly action: string; readonly total: number }): string {
  const choice = BULK_CHOICES.find(({ kind }) => kind === action);
  const [one, several] = choice?.things ?? ["execution", "executions"];
  const many = `${total.toLocaleString("en")} ${total === 1 ? one : several}`;
  return choice?.words(many) ?? `${action} ${many}`;
}
