/** Shows a progress message to a person, one line at a time, without a line end. */
export type OnProgress = (line: string) => void;

/** `40 s`, `3 min`. */
export function timeLeft(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
