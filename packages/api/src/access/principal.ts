/** Who calls, as the token says. */
export interface Principal {
  /** Unique among the tokens; approvers name it as `user:<name>`. */
  readonly name: string;
  /** Of `roles.ts`, or of your own for approvals (`role:finance`). */
  readonly roles: readonly string[];
}

/** Whoever has the one token that every installation has. */
export const OWNER: Principal = { name: "owner", roles: ["admin"] };

/** Nobody: what needs no token. */
export const ANONYMOUS: Principal = { name: "", roles: [] };
