import { MAIN_PROJECT } from "@tempograph/db";
import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { OWNER, type Principal } from "../access/principal.ts";
import { CALLER_NAME } from "../access/token.ts";

const rule = z.strictObject({
  claim: z.string().min(1),
  value: z.string(),
  roles: z.array(z.string().regex(CALLER_NAME)).min(1),
  project: z.string().min(1).default(MAIN_PROJECT),
});

/** Whoever has the value in the claim gets the roles in the project. */
export type SignInRule = z.output<typeof rule>;

/**
 * Reads the file that maps claims to roles: a JSON list of `{ claim, value, roles, project? }`. The file is read at each sign-in, so
 * that a change counts without a restart.
 *
 * @throws Error that names the file and the place.
 */
export async function readSignInRules(path: string): Promise<readonly SignInRule[]> {
  const { mode } = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`TEMPOGRAPH_OIDC_RULES_FILE: ${path} cannot be read (${error.code ?? "unknown"}).`);
  });
  // Whoever writes this file decides who is an admin.
  if ((mode & 0o022) !== 0)
    throw new Error(`TEMPOGRAPH_OIDC_RULES_FILE: other users may write ${path}. Run: chmod go-w ${path}`);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw new Error(`TEMPOGRAPH_OIDC_RULES_FILE: ${path} is not JSON.`);
  }
  const read = z.array(rule).safeParse(content);
  if (read.success) return read.data;
  const { path: place, message } = read.error.issues[0]!;
  throw new Error(`TEMPOGRAPH_OIDC_RULES_FILE: ${path}, ${place.map(String).join("/") || "the list"}: ${message}`);
}

/** A person as claims describe it, or why it may not sign in, and what helps. */
export type SignedIn = { readonly caller: Principal } | { readonly refused: string; readonly hint: string };

/**
 * The caller that claims stand for. Its project is that of the first rule that fits, and it has the roles of all rules of this project
 * that fit. Nobody gets a role without a rule.
 */
export function callerOf(
  claims: Readonly<Record<string, unknown>>,
  rules: readonly SignInRule[],
  nameClaim: string,
): SignedIn {
  const name = claims[nameClaim];
  if (typeof name !== "string" || !CALLER_NAME.test(name) || name === OWNER.name)
    return { refused: `The claim ${nameClaim} holds no usable name.`, hint: OTHER_NAME };
  // Some providers let people enter any address. Approvals name people by it, and rules give roles by it.
  const isVerified = claims["email_verified"] === true;
  if (nameClaim === "email" && !isVerified)
    return {
      refused: "The provider has not verified the email address.",
      hint: `Verify it at the provider, whose claim email_verified then is true. ${OTHER_NAME}`,
    };
  const fitting = rules.filter(({ claim, value }) => (claim !== "email" || isVerified) && holds(claims[claim], value));
  const project = fitting[0]?.project;
  if (project === undefined)
    return {
      refused: "No rule gives this person a role.",
      hint: "Ask an admin for a role. TEMPOGRAPH_OIDC_RULES_FILE gives roles to people.",
    };
  const roles = fitting.flatMap((one) => (one.project === project ? one.roles : []));
  return { caller: { name, roles: [...new Set(roles)], project } };
}

const OTHER_NAME = "An admin can let another claim name people: TEMPOGRAPH_OIDC_NAME_CLAIM.";

function holds(claim: unknown, value: string): boolean {
  return Array.isArray(claim) ? claim.includes(value) : claim === value;
}
