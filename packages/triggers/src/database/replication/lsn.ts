/** A position in the server's log (WAL). `0/16B3748` is how Postgres writes it. */
export type Lsn = bigint;

export function parseLsn(text: string): Lsn {
  const [high = "0", low = "0"] = text.split("/");
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

export function formatLsn(lsn: Lsn): string {
  return `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffff_ffffn).toString(16).toUpperCase()}`;
}
