import type { FittingRows } from "@tempograph/db";
import { FairGate } from "../compute/fair-gate.ts";
import { tooExpensive } from "./too-expensive.ts";

/** Bytes of the rows that are loaded for one answer, whether it shows them or not. */
const MAX_LOADED_BYTES = 32 * 1024 * 1024;
/** How many lists are read for one answer at the same time. */
const LISTS_AT_ONCE = 4;

/**
 * What is loaded for one answer (I14). A query may have hundreds of lists, each with a page of large rows, even if it asks for nothing but
 * their ids. All rows of an answer stay in memory until it is sent.
 */
export interface Loads {
  /** @throws GraphQLError if the rows that were loaded for the answer are too large together */
  read<Row>(load: () => Promise<FittingRows<Row>>): Promise<FittingRows<Row>>;
}

export function createLoads(): Loads {
  const gate = new FairGate(LISTS_AT_ONCE, Infinity, { ofGroup: LISTS_AT_ONCE, ofCaller: LISTS_AT_ONCE });
  let left = MAX_LOADED_BYTES;
  return {
    read: (load) =>
      gate.pass("", "", async () => {
        if (left < 0)
          throw tooExpensive(`The rows behind the answer have more than ${MAX_LOADED_BYTES} bytes together.`);
        const found = await load();
        left -= found.bytes;
        return found;
      }),
  };
}
