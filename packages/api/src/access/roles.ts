import { ANONYMOUS, type Principal } from "./principal.ts";

/** What changes something and so needs a right. Every token may read, but the audit log. */
export type Permission =
  /** Create, edit, publish, archive and delete workflows; try their nodes. */
  | "workflows"
  /** Send events. */
  | "events"
  /** Pause, resume, cancel, terminate, signal, skip waits, resolve incidents, rerun; one by one or many. */
  | "steer"
  /** Decide approvals, where their approvers name the caller. */
  | "decide"
  /** Read who did what. */
  | "audit";

/** What an operation asks for: a permission, only a token (`read`), or nothing at all (`public`). */
export type Access = Permission | "read" | "public";

/** The whole table. A token with several roles may do what any of them may. */
const permissionsOf: Readonly<Record<string, readonly Permission[]>> = {
  admin: ["workflows", "events", "steer", "decide", "audit"],
  editor: ["workflows", "events"],
  operator: ["events", "steer", "decide"],
  viewer: [],
};

/** Roles of your own: they are what approvals name. */
const CUSTOM_ROLE: readonly Permission[] = ["decide"];

/** Whether a caller may. */
export function may(caller: Principal, access: Access): boolean {
  if (access === "public") return true;
  if (access === "read") return caller !== ANONYMOUS;
  return caller.roles.some((role) =>
    (Object.hasOwn(permissionsOf, role) ? permissionsOf[role]! : CUSTOM_ROLE).includes(access),
  );
}

/** Which of the built-in roles may, for the refusal's hint. */
export function rolesThatMay(access: Access): string[] {
  return Object.keys(permissionsOf).filter(
    (role) => access === "read" || permissionsOf[role]!.includes(access as Permission),
  );
}

/** What approvals call the caller: `user:kim`, `role:finance`. */
export function approverNames({ name, roles }: Principal): string[] {
  return [`user:${name}`, ...roles.map((role) => `role:${role}`)];
}

/** Admins decide whatever approvals say; so do all where an approval names nobody. */
export function isAdmin({ roles }: Principal): boolean {
  return roles.includes("admin");
}
