import { MAIN_PROJECT } from "@tempograph/db/main-project";

/** The caller, as its token identifies it. */
export interface Principal {
  /** The token's name, which is unique. An approval names the caller as `user:<name>`. */
  readonly name: string;
  /** Roles of `roles.ts`, or roles of your own, which approvals may name (`role:finance`). */
  readonly roles: readonly string[];
  /** The one project whose things the caller sees and changes (I13). */
  readonly project: string;
}

/** The holder of the first token, which every installation has. */
export const OWNER: Principal = { name: "owner", roles: ["admin"], project: MAIN_PROJECT };

/** A caller without a token, for operations that need none. No project has this id, so such a caller sees nothing of any. */
export const ANONYMOUS: Principal = { name: "", roles: [], project: "" };

/** One caller, for limits and turns. Two projects may each have a token of the same name. */
export function callerKey({ project, name }: Principal): string {
  return `${project}/${name}`;
}
