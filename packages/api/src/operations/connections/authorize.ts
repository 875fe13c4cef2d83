import { findStepConnection, insertConnectionSignIn, listConnectionTypes, newId, sealObtained } from "@tempograph/db";
import { CONNECTION_SIGN_IN_NODE } from "@tempograph/graph";
import { randomPKCECodeVerifier } from "openid-client";
import { hashToken } from "../../access/token.ts";
import { invalidInput, ok, refuse, type AppError } from "../../app/app-error.ts";
import { notRun } from "../../app/node-run/not-run.ts";
import { runConnectionNode } from "../../app/node-run/run-connection-node.ts";
import { newTicket, oauthStartUrl, SIGN_IN_MS } from "../../sign-in/oauth-urls.ts";
import { connectionSignInAnswer } from "../answers/connection.ts";
import { input } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { connectionId, unknownConnection } from "./connection-input.ts";
import { findConnection } from "./read.ts";

export const connectionAuthorize = defineOperation({
  name: "connectionAuthorize",
  kind: "mutation",
  permission: "connections",
  summary: "Let somebody sign in for a connection",
  description:
    "For connections whose type has `signsIn`, such as `oauth2.authorization_code`. Gives a URL for a browser, in which a person signs in at the service and allows Tempograph to act for them. The URL works once, for ten minutes. What the service gives is stored encrypted, in the place of what an earlier sign-in gave.",
  input: input("ConnectionAuthorizeInput", "For which connection.", { id: connectionId }),
  errors: ["validation", "notFound", "unavailable"],
  audit: true,
  result: { type: "ConnectionSignIn" },
  rest: {
    method: "POST",
    path: "/connections/:id/authorize",
    tag: "system",
    answer: { schema: connectionSignInAnswer, from: (begun) => begun },
  },
  async run(context, { id: connection }) {
    const { deps, caller } = context;
    const found = await findConnection(context, connection);
    if (found === undefined) return refuse(unknownConnection(connection));
    const type = (await listConnectionTypes(deps.db)).find((each) => each.type === found.type);
    if (type?.signsIn !== true) return refuse(noSignIn(found.type));
    const publicUrl = deps.publicUrl();
    if (publicUrl === undefined) return refuse(noPublicUrl);
    const run = await runConnectionNode(deps, CONNECTION_SIGN_IN_NODE, { connection: found.name }, "sign in for");
    if (run.kind === "failed") {
      const { message, hint } = run.failure;
      return refuse(invalidInput("/id", message, hint ?? "Check the connection's fields."));
    }
    if (run.kind !== "succeeded") return refuse(notRun(run));
    const { page } = run.output as { readonly page: string };
    const row = await findStepConnection(deps.db, { project: caller.project }, found.name);
    if (row === undefined) return refuse(unknownConnection(connection));
    const ticket = newTicket();
    const expiresAt = new Date(Date.now() + SIGN_IN_MS);
    const sealed = sealObtained(deps.masterKeys, row, row, { verifier: randomPKCECodeVerifier() });
    const begun = { id: newId("sin"), begunBy: caller.name, ticketHash: hashToken(ticket), page, sealed, expiresAt };
    await insertConnectionSignIn(deps.db, row, begun);
    return ok({ url: oauthStartUrl(publicUrl, ticket), expiresAt });
  },
});

function noSignIn(type: string): AppError {
  return {
    code: "CONNECTION_NO_SIGN_IN",
    message: `Nobody signs in for a connection of the type ${type}.`,
    path: "/id",
    hint: "Try it out with `connectionTest`. Types for which somebody signs in have `signsIn` in `connectionTypes`.",
  };
}

const noPublicUrl = invalidInput(
  "/id",
  "The API does not know under which URL browsers reach it, so no service could lead back to it.",
  "Set TEMPOGRAPH_PUBLIC_URL for the API.",
);
