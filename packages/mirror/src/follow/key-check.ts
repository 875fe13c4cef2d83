import { listSigningKeys, type Database } from "@tempograph/db";
import type { Projection } from "../project/projection.ts";

export type KeyCheck = (projection: Projection) => Promise<Projection>;

/**
 * Compares the keys that a run accepts with all that the installation has ever had. The interpreter knows only those of its start,
 * and whoever reaches Temporal can start workflows with keys of their own, or without any (I15).
 */
export function createKeyCheck(db: Database): KeyCheck {
  const known = new Set<string>();
  const isKnown = ([id, publicKey]: readonly [string, unknown]): boolean => known.has(`${String(publicKey)} ${id}`);
  return async (projection) => {
    const { acceptedKeys } = projection;
    if (acceptedKeys === undefined) return projection;
    if (acceptedKeys !== null) {
      const keys = Object.entries(acceptedKeys);
      if (keys.every(isKnown)) return projection;
      for (const { id, publicKey } of await listSigningKeys(db, { retired: true })) known.add(`${publicKey} ${id}`);
      if (keys.every(isKnown)) return projection;
    }
    const message =
      "The execution accepts operations that the API has not signed: its start does not name the API's keys.";
    return { ...projection, problems: [...projection.problems, { code: "OPERATION_FORGED", message, eventId: 1 }] };
  };
}
