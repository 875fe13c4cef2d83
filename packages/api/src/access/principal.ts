import { MAIN_PROJECT } from "@tempograph/db/main-project";

/** The caller, as its token identifies it. */
export interface Principal {
  /** The token's name, which is unique. An approval names the caller as `user:<name>`. */
  readonly name: string;
  /** Roles of `roles.ts`, or roles of your own, which approvals may name (`role:finance`). */
  readonly roles: readonly string[];
  /** The one project whose things the caller sees and changes (I13). */
  readonly project: string;
  /** Works in each project, in one at a time. Only the holder of the first token does, whatever names others have. */
  readonly everyProject?: true;
}

/** The holder of the first token, which every installation has. */
export const OWNER = {
  name: "owner",
  roles: ["admin"],
  project: MAIN_PROJECT,
  everyProject: true,
} as const satisfies Principal;

/** Whether two looks at a credential found the same caller, with the same rights. */
export function isSameCaller(before: Principal, now: Principal | undefined): now is Principal {
  return (
    now !== undefined &&
    now.name === before.name &&
    now.project === before.project &&
    now.everyProject === before.everyProject &&
    now.roles.join(" ") === before.roles.join(" ")
  );
}

/** A caller without a token, for operations that need none. No project has this id, so such a caller sees nothing of any. */
export const ANONYMOUS: Principal = { name: "", roles: [], project: "" };

/** One caller, for limits and turns. Two projects may each have a token of the same name. */
export function callerKey({ project, name }: Principal): string {
  return `${project}/${name}`;
}
