import { signedText, type Json, type OperationRequest } from "@tempograph/graph";
import { signingKey } from "@tempograph/runtime";
import { expect, test } from "vitest";
import { HistoryBuilder } from "../test-kit/history-builder.ts";
import { chain, startOf } from "../test-kit/start-of.ts";
import { projectHistory } from "./project-history.ts";

const key = signingKey({ id: "api", secret: Buffer.alloc(32, 1) });
const forger = signingKey({ id: "api", secret: Buffer.alloc(32, 2) });
const start = startOf(chain({ id: "ask", type: "approval" }));
const { unsignedOperations: _, ...rest } = start;
const guarded = { ...rest, operationKeys: { api: key.publicKey } };

const request: OperationRequest = {
  ...{ id: "1", by: { name: "kim", roles: ["admin"] }, time: 1 },
  operation: { name: "decide", path: "ask", decision: "approved" },
};
const signed = (with_ = key, executionId = "exe_1") => ({
  ...request,
  signature: { expiresAt: 9, by: { api: with_.sign(signedText(executionId, request, 9)) } },
});

/** The codes of the problems of a history in which the Update was accepted. */
function problemsOf(argument: object, of: typeof start = guarded): readonly string[] {
  const history = HistoryBuilder.begin(of);
  history.task();
  history.steer(argument as Json);
  return projectHistory("exe_1", history.events).problems.map(({ code }) => code);
}

test.each<[string, readonly string[], readonly string[]]>([
  ["that the API has signed", problemsOf(signed()), []],
  ["without a signature", problemsOf(request), ["OPERATION_FORGED"]],
  ["with a signature of somebody else", problemsOf(signed(forger)), ["OPERATION_FORGED"]],
  ["with a signature for another execution", problemsOf(signed(key, "exe_2")), ["OPERATION_FORGED"]],
  ["by another caller", problemsOf({ ...signed(), by: { name: "lee", roles: [] } }), ["OPERATION_FORGED"]],
  ["without a signature, in an execution that accepts everything", problemsOf(request, start), []],
])("an accepted operation %s", (_name, problems, expected) => expect(problems).toEqual(expected));

test("a next run with other keys is reported", () => {
  const codes = (operationKeys: object) => {
    const history = HistoryBuilder.begin(guarded);
    history.task();
    history.continueAsNew({ ...guarded, operationKeys } as unknown as Json);
    return projectHistory("exe_1", history.events).problems.map(({ code }) => code);
  };
  expect(codes(guarded.operationKeys)).not.toContain("OPERATION_FORGED");
  expect(codes({ api: forger.publicKey })).toContain("OPERATION_FORGED");
});
