/** Text in HTML, also between double quotes: nothing of it is read as markup. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Attributes of an element. Those that are undefined or false are left out; true stands alone. */
export function attributes(given: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`))
    .join("");
}
