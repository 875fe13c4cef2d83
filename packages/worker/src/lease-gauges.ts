import { countLeases, type Database } from "@tempograph/db";
import type { GaugeValue } from "@tempograph/runtime";

/** The leases of the whole installation, at the moment of a scrape. */
export async function leaseGauges(db: Database): Promise<readonly GaugeValue[]> {
  const leases = await countLeases(db);
  return leases.map(({ count, ...labels }) => ({ name: "tempograph_leases", labels, value: count }));
}
