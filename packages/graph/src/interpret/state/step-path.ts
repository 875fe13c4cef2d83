/** An id as it stands in a path: only letters, digits, `_`, `-` and `.`; all else percent-encoded (rule 12). */
export function pathSegment(id: string): string {
  return /^[\w.-]+$/.test(id) ? id : encodeURIComponent(id).replace(/[!~*'()]/g, percent);
}

/** Path of a node in the scope instance at `scope`: `notify`, `each[3]/notify`. */
export function stepPath(scope: string, segment: string): string {
  return scope === "" ? segment : `${scope}/${segment}`;
}

/** Path of what a scope itself waits for, by its key. `!` never stands in a segment. */
export function scopeTimerPath(scope: string, purpose: "cancel" | "settle" | "drain"): string {
  return `${scope}!${purpose}`;
}

/** Whether a timer is one of those. */
export function isScopeTimer(path: string): boolean {
  return /!(cancel|settle|drain)$/.test(path);
}

/** The timer that ends a wait. */
export function timeoutPath(path: string): string {
  return `${path}!timeout`;
}

/** The path of the wait whose time-out it is; null where it is none. */
export function pathOfTimeout(timer: string): string | null {
  return timer.endsWith("!timeout") ? timer.slice(0, -"!timeout".length) : null;
}

/** The path that a summary begins with. */
export function pathOfSummary(summary: string): string {
  const space = summary.indexOf(" ");
  return space === -1 ? summary : summary.slice(0, space);
}

/** `path · label`, at most 400 bytes (Temporal's limit for a summary); the path always whole. */
export function summaryOf(path: string, label: string | undefined): string {
  if (label === undefined || label === "" || label === path) return path;
  // 3 bytes a UTF-16 unit at worst; the separator takes 4.
  const room = Math.floor((400 - path.length - 4) / 3);
  return room < 8 ? path : `${path} · ${label.slice(0, room)}`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
