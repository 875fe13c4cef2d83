import type { Outage } from "../start/outage.ts";
import type { DelivererOptions } from "./create-deliverer.ts";

export interface DeliverParts extends DelivererOptions {
  readonly outage: Outage;
  /** For each call of Temporal. */
  readonly deadlineMs: number;
}
