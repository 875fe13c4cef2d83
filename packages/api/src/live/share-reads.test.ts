import { expect, test } from "vitest";
import { shareReads } from "./share-reads.ts";

test("who asks for the same shares an answer, who asks together shares a statement, and no answer is older than its question", async () => {
  const statements: (readonly string[])[] = [];
  let version = 0;
  const answers: (() => void)[] = [];
  const ask = shareReads<string, string>({
    keyOf: (id) => id,
    atOnce: 2,
    async read(ids) {
      statements.push(ids);
      const found = ids.map((id) => `${id}${String(version)}`);
      await new Promise<void>((resolve) => answers.push(resolve));
      return found;
    },
  });
  const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  const first = ["a", "a", "b", "a"].map(ask);
  await turn();
  expect(statements).toEqual([["a", "b"]]);
  // It is asked while the statement is under way, which may not have seen the change.
  version = 1;
  const later = ask("a");
  await turn();
  expect(statements).toEqual([["a", "b"], ["a"]]);
  for (const answer of answers) answer();
  expect(await Promise.all(first)).toEqual(["a0", "a0", "b0", "a0"]);
  expect(await later).toBe("a1");
});
