import { z } from "zod";
import { may } from "../../access/roles.ts";
import { ok } from "../../app/app-error.ts";
import { allowedOperationAnswer } from "../answers/system.ts";
import { noInput } from "../fields.ts";
import { defineOperation, type AnyList, type AnyOperation } from "../operation.ts";

/**
 * Says which operations the caller's roles allow, read from the registry. A page shows buttons for these and needs no list of
 * permissions of its own. The registry passes itself as `all`, because this operation is in it.
 */
export const allowedOperations = (all: () => readonly (AnyOperation | AnyList)[]) =>
  defineOperation({
    name: "allowedOperations",
    kind: "query",
    permission: "known",
    summary: "List the operations that the caller's roles allow",
    description:
      "The operations that the caller's roles allow, for user interfaces: they show no button that would be refused. Whether an operation is possible now depends on its object, too.",
    input: noInput,
    errors: [],
    result: { type: "[AllowedOperation]" },
    rest: {
      method: "GET",
      path: "/viewer/operations",
      tag: "system",
      answer: { schema: z.array(allowedOperationAnswer), from: (allowed) => allowed },
    },
    run: ({ caller }) =>
      ok(
        all()
          .filter(({ permission }) => may(caller, permission))
          .map(({ name, kind, summary, description }) => ({ name, kind, summary, description })),
      ),
  });
