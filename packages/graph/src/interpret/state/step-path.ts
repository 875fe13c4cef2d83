/** An id in the form used in paths: letters, digits, `_`, `-` and `.` stay, everything else is percent-encoded (rule 12). */
export function pathSegment(id: string): string {
  return /^[\w.-]+$/.test(id) ? id : encodeURIComponent(id).replace(/[!~*'()]/g, percent);
}

/** The path of a node in the scope instance with the path `scope`: `notify`, `each[3]/notify`. */
export function stepPath(scope: string, segment: string): string {
  return scope === "" ? segment : `${scope}/${segment}`;
}

/** The path of a timer that belongs to a scope itself. It cannot be mistaken for a step, because segments never contain `!`. */
export function scopeTimerPath(scope: string, purpose: "cancel" | "settle" | "drain"): string {
  return `${scope}!${purpose}`;
}

/** Whether a path is that of a timer that belongs to a scope itself. */
export function isScopeTimer(path: string): boolean {
  return /!(cancel|settle|drain)$/.test(path);
}

/** The path of the timer that ends the wait at `path`. */
export function timeoutPath(path: string): string {
  return `${path}!timeout`;
}

/** The path of the wait that a time-out timer ends; null if the timer is not a time-out. */
export function pathOfTimeout(timer: string): string | null {
  return timer.endsWith("!timeout") ? timer.slice(0, -"!timeout".length) : null;
}

/** The path that a summary begins with. */
export function pathOfSummary(summary: string): string {
  const space = summary.indexOf(" ");
  return space === -1 ? summary : summary.slice(0, space);
}

/** `path · label`, shortened to 400 bytes, Temporal's limit for a summary. Only the label is shortened, never the path. */
export function summaryOf(path: string, label: string | undefined): string {
  if (label === undefined || label === "" || label === path) return path;
  // A UTF-16 unit takes at most 3 bytes in UTF-8. The separator takes 4.
  const room = Math.floor((400 - path.length - 4) / 3);
  return room < 8 ? path : `${path} · ${label.slice(0, room)}`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
