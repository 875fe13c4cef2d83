import { MAIN_PROJECT } from "@tempograph/db";
import type { Principal } from "../../access/principal.ts";
import { rolesToUse, type Access } from "../../access/roles.ts";
import type { AppError } from "../app-error.ts";

export function forbidden(caller: Principal, permission: Access): AppError {
  const has = caller.roles.length === 0 ? "no role" : caller.roles.join(", ");
  if (permission === "installation" && caller.project !== MAIN_PROJECT)
    return {
      code: "FORBIDDEN",
      message: `The token of ${caller.name} belongs to the project ${caller.project}, which does not allow this.`,
      hint: `Use a token of the project ${MAIN_PROJECT} with the role admin.`,
    };
  const others = permission === "decide" ? ", or a role that the approval names" : "";
  return {
    code: "FORBIDDEN",
    message: `The token of ${caller.name || "nobody"} has ${has}, which does not allow this.`,
    hint: `Use a token with ${rolesToUse(permission)}${others}.`,
  };
}
