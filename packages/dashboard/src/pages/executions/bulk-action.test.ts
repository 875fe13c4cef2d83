import { expect, test } from "vitest";
import { bulkAction, NOTHING_GIVEN } from "./bulk-action.ts";
import { BULK_CHOICES } from "./bulk-actions.ts";

const choice = (kind: string) => BULK_CHOICES.find((one) => one.kind === kind)!;

test("an action takes what its kind asks for, and nothing else", () => {
  const given = { reason: " late ", signalName: "go", payload: '{ "a": 1 }', version: "PUBLISHED" } as const;
  expect(bulkAction(choice("PAUSE"), given)).toEqual({ kind: "PAUSE" });
  expect(bulkAction(choice("CANCEL"), given)).toEqual({ kind: "CANCEL", reason: "late" });
  expect(bulkAction(choice("RERUN"), given)).toEqual({ kind: "RERUN", version: "PUBLISHED" });
  expect(bulkAction(choice("SIGNAL"), given)).toEqual({ kind: "SIGNAL", signalName: "go", payload: { a: 1 } });
  expect(bulkAction(choice("CANCEL"), NOTHING_GIVEN)).toEqual({ kind: "CANCEL" });
});

test("a signal without a name, or with a payload that is no JSON, is not sent", () => {
  expect(bulkAction(choice("SIGNAL"), NOTHING_GIVEN)).toEqual({ problem: "The signal needs a name." });
  expect(bulkAction(choice("SIGNAL"), { ...NOTHING_GIVEN, signalName: "go", payload: "hello" })).toEqual({
    problem: 'The payload is no JSON. A text is written in quotes: "hello".',
  });
});
