/**
 * Called just before an effect, by tests alone: one that never resolves is a process that died there, one that throws is
 * an effect that failed. `Point` is the union of a component's points, `executionId` whom the effect is for.
 */
export type FaultPoint<Point extends string> = (point: Point, executionId?: string) => void | Promise<void>;
