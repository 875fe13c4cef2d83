/** The text on one line and without control characters, because a name that somebody else chose must not steer the reader's terminal. */
export function plainText(text: string): string {
  return harmless(text.replaceAll(/\s*\n\s*/g, " ").replaceAll("\t", "\uFFFD"));
}

/** The same for text of several lines. Everything that is printed for people passes here, so that no command can forget it. */
export function harmless(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\uFFFD");
}
