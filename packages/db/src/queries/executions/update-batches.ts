/**
 * The number of updates in a row of `execution_update_batches`: as many as a subscriber reads at once. Only the last row of an execution
 * has fewer.
 */
export const UPDATES_PER_BATCH = 500;
