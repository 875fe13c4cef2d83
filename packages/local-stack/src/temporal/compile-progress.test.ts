import { expect, test } from "vitest";
import { CompileProgress, type GoPackage } from "./compile-progress.ts";

const small = (path: string): GoPackage => ({ path, stale: true, bytes: 0 });

test("the remaining time is estimated from the size of the remaining packages, not from their number", () => {
  const large = { path: "sqlite/lib", stale: true, bytes: 980_000 };
  const many = Array.from({ length: 50 }, (_, index) => small(`p${index}`));
  const progress = new CompileProgress([...many, large], 1);
  for (const { path } of many.slice(0, 26)) progress.take(path);
  // 25.5 of 50 small ones, each 20,000; and 1,000,000 for the large one.
  expect(progress.text(25_500)).toBe("26 of 51 packages, about 75 s left");
  for (const { path } of many.slice(26)) progress.take(path);
  progress.take("sqlite/lib");
  expect(progress.text(100_000)).toMatch(/^51 of 51 packages, linking for 1 s/);
  expect(progress.text(112_000)).toMatch(/linking for 12 s/);
});

test("packages that Go has compiled before count as done, and the first packages give no estimate", () => {
  const progress = new CompileProgress([{ ...small("fmt"), stale: false }, ...["a", "b", "c"].map(small)], 2);
  expect(progress.text(1_000)).toBe("1 of 4 packages");
  progress.take("go: downloading a.example/b v1.0.0");
  progress.take("fmt");
  expect(progress.text(1_000)).toBe("1 of 4 packages");
  progress.take("a");
  expect(progress.text(1_000)).toBe("2 of 4 packages, about 5 s left");
});
