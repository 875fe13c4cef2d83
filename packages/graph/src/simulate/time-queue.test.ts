import fc from "fast-check";
import { expect, test } from "vitest";
import { TimeQueue } from "./time-queue.ts";

test("entries come out in order of time, and entries with the same time in the order in which they were added", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const queue = new TimeQueue<number>();
      times.forEach((at, index) => queue.add(at, index));
      const out: number[] = [];
      while (queue.size > 0) out.push(...queue.takeMoment().items);
      const expected = times.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at || a.index - b.index);
      expect(out).toEqual(expected.map(({ index }) => index));
    }),
  );
});
