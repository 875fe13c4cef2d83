import type { ConnectionRecord } from "@tempograph/db";
import { notFound, type AppError } from "../../app/app-error.ts";
import { connectionAnswer } from "../answers/connection.ts";
import { id, json, listOf, optional, text } from "../fields.ts";
import type { GraphqlResult } from "../operation.ts";

export const connectionId = id("`con_…`");

export const rights = {
  description: optional(text("What it is for.")),
  allowedHosts: optional(
    listOf(
      text(
        "A host: `api.example.com` and `*.example.com` are reached by https on port 443, `api.example.com:8443` by https on that port, and `http://10.1.2.3:8080` without TLS, so that everybody on the way can read the credentials.",
      ),
      'The only hosts to which its credentials may be sent; `["*"]`: every host. Required if the type adds credentials to requests and does not name the hosts itself.',
    ),
  ),
  usableBy: optional(
    listOf(
      id("`wf_…`"),
      'The only workflows that may use it; `["*"]`, or absent when it is made: every workflow of the project.',
    ),
  ),
};

export const fieldValues = (description: string) => json(`${description} See \`connectionTypes\`.`);

export function connectionPayload(payload: string, description: string): GraphqlResult<ConnectionRecord> {
  return {
    payload,
    description,
    fields: {
      connection: { type: "Connection", description, from: (connection: ConnectionRecord) => connection },
    },
  };
}

export const connectionRest = { schema: connectionAnswer, from: (connection: ConnectionRecord) => connection };

export function unknownConnection(of: string): AppError {
  return notFound("connection", of, "Look the id up in `connections`.");
}
