/**
 * Whether a regular expression repeats a group that itself contains a repetition or a choice, such as `(a+)+` or `(a|aa)*`.
 * JavaScript's RegExp can take exponential time on such a pattern, even with a text of 30 characters. Some harmless patterns
 * are reported, too.
 */
export function mayRunAway(pattern: string): boolean {
  // For each open group: whether it contains a repetition or a choice.
  const groups = [false];
  let closed: boolean | null = null;
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index] as string;
    let justClosed: boolean | null = null;
    if (char === "\\") index += 1;
    else if (char === "[") index = classEnd(pattern, index);
    else if (char === "(") groups.push(false);
    else if (char === "|") groups[groups.length - 1] = true;
    else if (char === ")" && groups.length > 1) {
      justClosed = groups.pop() === true;
      if (justClosed) groups[groups.length - 1] = true;
    } else if (char === "*" || char === "+" || char === "{") {
      if (closed === true) return true;
      groups[groups.length - 1] = true;
    }
    closed = justClosed;
  }
  return false;
}

function classEnd(pattern: string, open: number): number {
  for (let index = open + 1; index < pattern.length; index++) {
    if (pattern[index] === "\\") index += 1;
    else if (pattern[index] === "]") return index;
  }
  return pattern.length;
}
