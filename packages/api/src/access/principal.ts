/** The caller, as its token identifies it. */
export interface Principal {
  /** The token's name, which is unique. An approval names the caller as `user:<name>`. */
  readonly name: string;
  /** Roles of `roles.ts`, or roles of your own, which approvals may name (`role:finance`). */
  readonly roles: readonly string[];
}

/** The holder of the first token, which every installation has. */
export const OWNER: Principal = { name: "owner", roles: ["admin"] };

/** A caller without a token, for operations that need none. */
export const ANONYMOUS: Principal = { name: "", roles: [] };
