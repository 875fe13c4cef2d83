import { newId } from "@tempograph/db";
import { CONNECTION_TEST_NODE, nodeRunId } from "@tempograph/graph";
import { ok, refuse } from "../../app/app-error.ts";
import { notRun } from "../../app/node-run/not-run.ts";
import { connectionTestAnswer } from "../answers/connection.ts";
import { input } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { connectionId, unknownConnection } from "./connection-input.ts";
import { findConnection } from "./read.ts";

const TIMEOUT_MS = 30_000;

export const connectionTest = defineOperation({
  name: "connectionTest",
  kind: "mutation",
  permission: "connections",
  summary: "Try a connection out",
  description:
    "Tries the credentials of a connection out, in a worker: the API neither decrypts them nor calls the service. Credentials that do not work are a normal answer.",
  input: input("ConnectionTestInput", "Which connection to try out.", { id: connectionId }),
  errors: ["notFound", "unavailable"],
  audit: true,
  result: { type: "ConnectionTest" },
  rest: {
    method: "POST",
    path: "/connections/:id/test",
    tag: "system",
    answer: { schema: connectionTestAnswer, from: (tested) => tested },
  },
  async run(context, { id: connection }) {
    const { deps } = context;
    const found = await findConnection(context, connection);
    if (found === undefined) return refuse(unknownConnection(connection));
    const id = nodeRunId(deps.project, newId("id").slice(3));
    const answer = await deps.nodes.run(
      { type: CONNECTION_TEST_NODE, input: { connection: found.name }, nodeId: "connection", idempotencyKey: id },
      { id, attempts: 1, timeoutMs: TIMEOUT_MS, summary: `test connection ${found.name}` },
    );
    switch (answer.kind) {
      case "succeeded": {
        const { message } = answer.output as { readonly message: string };
        return ok({ ok: true, message, code: null, hint: null });
      }
      case "failed": {
        const { message, code, hint } = answer.failure;
        return ok({ ok: false, message, code, hint: hint ?? null });
      }
      default:
        return refuse(notRun(answer));
    }
  },
});
