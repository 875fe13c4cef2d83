import { CONNECTION_TEST_NODE } from "@tempograph/graph";
import { ok, refuse } from "../../app/app-error.ts";
import { notRun } from "../../app/node-run/not-run.ts";
import { runConnectionNode } from "../../app/node-run/run-connection-node.ts";
import { connectionTestAnswer } from "../answers/connection.ts";
import { input } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { connectionId, unknownConnection } from "./connection-input.ts";
import { findConnection } from "./read.ts";

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
    const found = await findConnection(context, connection);
    if (found === undefined) return refuse(unknownConnection(connection));
    const asked = { connection: found.name };
    const answer = await runConnectionNode(context.deps, CONNECTION_TEST_NODE, asked, "test connection");
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
