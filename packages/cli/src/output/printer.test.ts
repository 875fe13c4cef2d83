import { expect, test } from "vitest";
import type { Shell } from "../shell.ts";
import { Printer } from "./printer.ts";

test("no text that somebody else chose steers the terminal, in whatever way it is printed", () => {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const print = new Printer({ out: write, err: write, terminal: true } as unknown as Shell, false);
  const text = "a\u001b]0;owned\u0007\u009b2J\u202e\tb\nc";
  print.result(null, () => text);
  print.entry(null, () => text);
  print.note(text);
  print.progress(text);
  for (const line of written) {
    expect(line).toContain("a\uFFFD]0;owned\uFFFD\uFFFD2J\uFFFD\tb\nc");
    expect(line.replace("\r\u001b[K", "")).not.toMatch(/[\u001b\u0007\u009b\u202e\r]/);
  }
  expect(written).toHaveLength(4);
});
