import { insertToken, listTokens, newId, revokeToken, type TokenRecord } from "@tempograph/db";
import { OWNER } from "../../access/principal.ts";
import { CALLER_NAME, hashToken, newToken } from "../../access/token.ts";
import { invalidInput, notFound, ok, refuse, type AppError } from "../../app/app-error.ts";
import { firstError } from "../../app/check-text.ts";
import { newTokenAnswer, tokenAnswer } from "../answers/token.ts";
import { id, input, listOf, moment, noInput, optional, text } from "../fields.ts";
import { defineList, defineOperation } from "../operation.ts";

interface NewToken {
  readonly token: TokenRecord;
  /** The token itself, which is not stored. */
  readonly secret: string;
}

const MAX_ROLES = 20;

export const tokenCreate = defineOperation({
  name: "tokenCreate",
  kind: "mutation",
  permission: "tokens",
  summary: "Make a token",
  description:
    "Makes a token for a person or a program. The answer shows it once: only its hash is stored. It belongs to the caller's project.",
  input: input("TokenCreateInput", "A new token.", {
    name: text(
      "Who uses it: 1 to 100 letters, digits, and _ . @ -. Unique among the tokens that are not revoked. Approvals name it as `user:<name>`.",
    ),
    roles: listOf(
      text("A role."),
      "Roles: `admin`, `editor`, `operator`, `viewer`, `reader`, `sender`, `approver`, or names of your own for approvals.",
    ),
    expiresAt: optional(moment("When it stops working. Absent: never.")),
  }),
  errors: ["validation", "conflict"],
  audit: { made: ({ token }: NewToken) => token.id },
  result: {
    payload: "TokenCreatePayload",
    description: "The new token.",
    fields: {
      token: { type: "Token", description: "Its name, roles and times.", from: ({ token }: NewToken) => token },
      secret: {
        type: "String",
        description: "The token itself, for the header `Authorization: Bearer …`. It cannot be shown again.",
        from: ({ secret }: NewToken) => secret,
      },
    },
  },
  rest: {
    method: "POST",
    path: "/tokens",
    tag: "system",
    status: 201,
    answer: { schema: newTokenAnswer, from: ({ token, secret }: NewToken) => ({ ...token, secret }) },
    example: { name: "crm", roles: ["sender"], expiresAt: "2027-01-01T00:00:00Z" },
  },
  async run({ deps: { db }, caller }, { name, roles, expiresAt }) {
    const error = firstError(checkName(name), checkRoles(roles), checkExpiry(expiresAt));
    if (error) return refuse(error);
    const secret = newToken();
    const token = await insertToken(db, {
      id: newId("tok"),
      project: caller.project,
      name,
      roles: [...new Set(roles)],
      hash: hashToken(secret),
      createdBy: caller.name,
      expiresAt: expiresAt ?? null,
    });
    return token === undefined ? refuse(nameTaken(name)) : ok({ token, secret });
  },
});

export const tokenRevoke = defineOperation({
  name: "tokenRevoke",
  kind: "mutation",
  permission: "tokens",
  summary: "Revoke a token",
  description:
    "Revokes a token: from now on it is refused, its open sockets and streams end within two seconds, and the bulk jobs that it has started are stopped. A revoked token cannot be used again; its name can.",
  input: input("TokenRevokeInput", "Which token to revoke.", { id: id("`tok_…`") }),
  errors: ["notFound"],
  audit: true,
  idempotency: "id",
  result: {
    payload: "TokenRevokePayload",
    description: "The revoked token.",
    fields: { token: { type: "Token", description: "The token as it is now.", from: (token: TokenRecord) => token } },
  },
  rest: {
    method: "POST",
    path: "/tokens/:id/revoke",
    tag: "system",
    answer: { schema: tokenAnswer, from: (token) => token },
  },
  async run({ deps: { db }, caller }, { id }) {
    const token = await revokeToken(db, caller.project, id);
    return token === undefined ? refuse(unknownToken(id)) : ok(token);
  },
});

export const tokens = defineList({
  name: "tokens",
  permission: "tokens",
  summary: "List tokens, the newest first",
  description:
    "The tokens of the caller's project that were made with `tokenCreate`, the newest first, revoked and expired ones included. The first token and those of the file of tokens are not among them.",
  input: noInput,
  of: "Token",
  newestFirst: true,
  cursor: "id",
  keyOf: (token: TokenRecord) => token.id,
  rows: ({ deps: { db }, caller }, _input, page) => listTokens(db, caller.project, page),
  rest: { path: "/tokens", tag: "system", item: tokenAnswer, items: (rows) => rows },
});

function checkName(name: string): AppError | undefined {
  if (name === OWNER.name)
    return invalidInput("/name", `\`${name}\` is the name of the first token.`, "Choose another name.");
  if (CALLER_NAME.test(name)) return undefined;
  return invalidInput("/name", "This cannot be the name of a token.", "Use 1 to 100 letters, digits, and _ . @ -.");
}

function checkRoles(roles: readonly string[]): AppError | undefined {
  if (roles.length === 0 || roles.length > MAX_ROLES)
    return invalidInput(
      "/roles",
      `A token has 1 to ${String(MAX_ROLES)} roles.`,
      "Send at least one role, such as `viewer`.",
    );
  const wrong = roles.findIndex((role) => !CALLER_NAME.test(role));
  if (wrong === -1) return undefined;
  return invalidInput(
    `/roles/${String(wrong)}`,
    "This cannot be the name of a role.",
    "Use 1 to 100 letters, digits, and _ . @ -.",
  );
}

function checkExpiry(expiresAt: Date | null | undefined): AppError | undefined {
  if (expiresAt == null || expiresAt.getTime() > Date.now()) return undefined;
  return invalidInput("/expiresAt", "The moment is in the past.", "Send a moment in the future, or leave it out.");
}

function nameTaken(name: string): AppError {
  return {
    code: "TOKEN_EXISTS",
    message: `There is a token named ${name} that is not revoked.`,
    path: "/name",
    hint: "Choose another name, or revoke that token first.",
  };
}

function unknownToken(id: string): AppError {
  return notFound("token", id, "Look the id up in `tokens`. Tokens of the file of tokens are revoked in the file.");
}
