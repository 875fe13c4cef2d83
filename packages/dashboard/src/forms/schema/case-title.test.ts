import { expect, test } from "vitest";
import { caseTitle } from "./case-title.ts";

test.each([
  [{ label: "hot", condition: { ">": [{ var: "lead.score" }, 80] } }, "hot"],
  [{ condition: { ">": [{ var: "lead.score" }, 80] } }, "If lead.score is more than 80"],
  [{ condition: "{{ payload.n > 1 }}" }, 'If "{{ payload.n > 1 }}"'],
  [{ value: "DE" }, "If it is DE"],
  [{ value: 7 }, "If it is 7"],
  [{ else: true }, "Otherwise"],
  [{ label: "", next: "end" }, undefined],
  [undefined, undefined],
])("the case %j has the title %j", (value, title) => {
  expect(caseTitle(value)).toBe(title);
});

test("a long condition is shortened", () => {
  const and = Array.from({ length: 50 }, (_, n) => ({ "==": [{ var: "a" }, n] }));
  expect(caseTitle({ condition: { and } })!.length).toBeLessThan(90);
});
