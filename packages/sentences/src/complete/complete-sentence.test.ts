import { expect, test } from "vitest";
import { catalogue } from "../test-kit/catalogue.ts";
import { completeSentence } from "./complete-sentence.ts";

const vocabulary = {
  types: catalogue,
  fields: ["lead.score", "lead.source", "total"],
  values: { eventType: ["order.placed"], toRole: ["AE", "Sales"] },
};

/** What is offered at the bar. */
function offered(text: string) {
  const { from, to, items } = completeSentence(text.replace("|", ""), text.indexOf("|"), vocabulary);
  return { replaces: text.replace("|", "").slice(from, to), texts: items.map((item) => item.text) };
}

test.each([
  ["a kind of trigger", "when |", ["somebody starts it by hand", "order.placed"]],
  ["the word that is begun", "when a.b arrives and le|", ["lead.score", "lead.source"]],
  ["a comparison behind a field", "when a.b and total |", ["is more than", "contains", "holds"]],
  ["the rest of a comparison", "when a.b and total is at |", ["least", "most"]],
  ["a step", "Do:\n  |", ["notify", "wait", "if", "at the same time", "POST", "for each of"]],
  ["a value of the catalogue", "Do:\n  notify |", ['"AE"', '"Sales"']],
  ["a unit of time", "Do:\n  wait 2 |", ["hours", "minutes"]],
  ["settings behind a step", 'Do:\n  log "x" |', ["on failure", "trying at most", "as"]],
  ["a choice", 'Do:\n  log "x" on failure |', ["fail", "continue", "pause"]],
  ["clauses of the step before", "Do:\n  if x is 1:\n    stop\n  |", ["otherwise", "notify"]],
  ["the words of a port", 'Do:\n  wait for the signal "paid"\n  if |', ["it does not come in time", "it fails"]],
  ["names of steps", 'Do:\n  log "x" as one\n  connect |', ["one"]],
])("offers %s", (_, text, texts) => {
  expect(offered(text).texts).toEqual(expect.arrayContaining(texts));
});

test("says what is replaced, and offers only what goes on with it", () => {
  expect(offered("Do:\n  no|").replaces).toBe("no");
  expect(offered("Do:\n  no|").texts).toEqual(["notify"]);
  expect(offered('when a.b:\n  log "x"\n  |\n  log "y"').texts).not.toContain("when");
});

test("a mistake in a line before does not hinder", () => {
  expect(offered("Do:\n  notifi x\n  wait 3 |").texts).toContain("hours");
});
