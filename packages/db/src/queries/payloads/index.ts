export { releasePayloads, sweepPayloads, type SweepPayloadsOptions } from "./sweep-payloads.ts";
