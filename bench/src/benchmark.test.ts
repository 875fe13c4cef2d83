import { expect, test } from "vitest";
import { readOptions } from "./benchmark.ts";

const options = { rounds: 5, pause: { default: 0, least: 0 }, only: "", profile: null } as const;

test("without arguments every option has its default", () => {
  expect(readOptions(options, [])).toEqual({ rounds: 5, pause: 0, only: "", profile: undefined });
});

test("numbers are read as numbers, texts as they are", () => {
  const args = ["--rounds", "2", "--pause=0", "--only", "burst", "--profile", "p", "--json"];
  expect(readOptions(options, args)).toEqual({ rounds: 2, pause: 0, only: "burst", profile: "p" });
});

test.each([
  [["--rounds", "0"], /--rounds has to be a whole number from 1, not "0"/],
  [["--rounds", "many"], /--rounds .* not "many"/],
  [["--rounds", ""], /--rounds .* not ""/],
  [["--pause=-1"], /--pause .* from 0, not "-1"/],
  [["--round", "1"], /--round/],
  [["burst"], /burst/],
])("%j is refused", (args, message) => {
  expect(() => readOptions(options, args)).toThrow(message);
});
