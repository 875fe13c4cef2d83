import { MAIN_PROJECT } from "@tempograph/db";
import { ANONYMOUS, type Principal } from "./principal.ts";

/** The permissions for operations. Every token may read everything except the audit log. */
export type Permission =
  /** Create, edit, publish, archive and delete workflows, and try out their nodes. */
  | "workflows"
  /** Send events. */
  | "events"
  /** Pause, resume, cancel, terminate, signal, skip waits, resolve incidents and rerun, for one or many executions. */
  | "steer"
  /** Decide approvals that name the caller as approver. */
  | "decide"
  /** Read the audit log. */
  | "audit"
  /** Create projects and list them. Only admins of the project `main` may: it belongs to whoever runs the installation. */
  | "installation";

/** What an operation requires: a permission, any token (`read`), or nothing (`public`). */
export type Access = Permission | "read" | "public";

/** The permissions of the built-in roles. A token with several roles has the permissions of all of them. */
const permissionsOf: Readonly<Record<string, readonly Permission[]>> = {
  admin: ["workflows", "events", "steer", "decide", "audit", "installation"],
  editor: ["workflows", "events"],
  operator: ["events", "steer", "decide"],
  viewer: [],
};

/** The permissions of roles of your own, which exist so that approvals can name them. */
const CUSTOM_ROLE: readonly Permission[] = ["decide"];

/** Whether a caller has the access. */
export function may(caller: Principal, access: Access): boolean {
  if (access === "public") return true;
  if (access === "read") return caller !== ANONYMOUS;
  if (access === "installation" && caller.project !== MAIN_PROJECT) return false;
  return caller.roles.some((role) =>
    (Object.hasOwn(permissionsOf, role) ? permissionsOf[role]! : CUSTOM_ROLE).includes(access),
  );
}

/** The built-in roles that have the access, for the hint of a refusal. */
export function rolesThatMay(access: Access): string[] {
  return Object.keys(permissionsOf).filter(
    (role) => access === "read" || permissionsOf[role]!.includes(access as Permission),
  );
}

/** The names by which an approval may name the caller: `user:kim`, `role:finance`. */
export function approverNames({ name, roles }: Principal): string[] {
  return [`user:${name}`, ...roles.map((role) => `role:${role}`)];
}

/** Whether the caller is an admin. Admins may decide every approval. */
export function isAdmin({ roles }: Principal): boolean {
  return roles.includes("admin");
}
