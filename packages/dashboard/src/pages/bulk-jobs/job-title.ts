const WORDS: Readonly<Record<string, string>> = {
  CANCEL: "Cancel",
  TERMINATE: "Terminate",
  PAUSE: "Pause",
  RESUME: "Resume",
  SIGNAL: "Send a signal to",
  RERUN: "Run again",
};

/** What a job does, in words: "Cancel 12 executions". */
export function jobTitle({ action, total }: { readonly action: string; readonly total: number }): string {
  if (action === "INCIDENT_RETRY") return `Retry ${String(total)} failed ${total === 1 ? "step" : "steps"}`;
  return `${WORDS[action] ?? action} ${total.toLocaleString("en")} ${total === 1 ? "execution" : "executions"}`;
}
