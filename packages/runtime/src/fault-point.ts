/**
 * A function that only tests supply and that a component calls just before an effect. If it never resolves, the process seems to
 * have died there; if it throws, the effect seems to have failed. `Point` is the union of the component's points, and
 * `executionId` is the execution that the effect is for.
 */
export type FaultPoint<Point extends string> = (point: Point, executionId?: string) => void | Promise<void>;
