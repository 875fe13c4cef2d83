import { expect, test } from "vitest";
import { parseSentences } from "../read/parse-sentences.ts";
import { catalogue } from "../test-kit/catalogue.ts";
import { compareSentences } from "./compare-sentences.ts";
import { sentencesOf } from "./sentences-of.ts";
import { lineOf } from "./text-of.ts";

const SIGNS = { same: " ", added: "+", removed: "-", changed: "~" };

function compared(before: string, after: string): string {
  const [old, next] = [before, after].map((text) => {
    const { graph, triggers, problems } = parseSentences(text, catalogue);
    expect(problems).toEqual([]);
    return sentencesOf(graph, triggers, catalogue);
  });
  return compareSentences(old!, next!)
    .map(({ change, depth, before: was, after: is }) => `${SIGNS[change]}${"  ".repeat(depth)}${lineOf((is ?? was)!)}`)
    .join("\n");
}

test("lines that are new, gone, and said in other words", () => {
  const before = `When lead.created arrives and lead.score is more than 80:
  notify "AE" "New" as tell
  wait 1 second as rest
  if lead.title is "CEO" as vip:
    log "gift" as gift
  otherwise:
    log "drip" as drip
`;
  const after = before
    .replace("80", "60")
    .replace("  wait 1 second as rest\n", "")
    .replace('    log "gift" as gift\n', '    log "gift" as gift\n    log "and a card" as card\n')
    .replace('"drip" as', '"nothing" as');
  expect(compared(before, after)).toBe(`~When lead.created arrives and lead.score is more than 60
   notify "AE" "New" as tell
-  wait 1 second as rest
   if lead.title is "CEO" as vip
     log "gift" as gift
+    log "and a card" as card
   otherwise
~    log "nothing" as drip`);
  expect(compared(before, before)).not.toMatch(/^[-+~]/m);
});

test("large texts without a common line are compared, too", () => {
  const many = (word: string) =>
    `Do:\n${Array.from({ length: 2_010 }, (_, index) => `  log "${word}${index}" as n${index}\n`).join("")}`;
  const lines = compared(many("a"), many("b")).split("\n");
  expect(lines.length).toBe(2_010);
  expect(lines.every((line) => line.startsWith("~"))).toBe(true);
});
