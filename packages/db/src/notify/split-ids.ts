/** Postgres stops at 8,000 bytes. Ids are ASCII, so characters are bytes. */
const MAX_PAYLOAD_BYTES = 7_900;

/** Joins ids with commas into as few payloads as fit a NOTIFY. */
export function splitIds(ids: readonly string[]): string[] {
  const payloads: string[] = [];
  let current = "";
  for (const id of ids) {
    if (current !== "" && current.length + 1 + id.length > MAX_PAYLOAD_BYTES) {
      payloads.push(current);
      current = "";
    }
    current = current === "" ? id : `${current},${id}`;
  }
  if (current !== "") payloads.push(current);
  return payloads;
}
