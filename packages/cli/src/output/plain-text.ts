/** The text on one line and without control characters, because a name that somebody else chose must not steer the reader's terminal. */
export function plainText(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "\uFFFD");
}
