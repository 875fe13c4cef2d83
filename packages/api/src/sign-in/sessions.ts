import { deleteSession, findSessions, insertSession, type Database } from "@tempograph/db";
import type { IncomingHttpHeaders } from "node:http";
import type { Principal } from "../access/principal.ts";
import { byHash, hashToken, hasTokenForm, newToken } from "../access/token.ts";
import { cookieName, printCookie, readCookie } from "./cookies.ts";
import type { SignInConfig } from "./sign-in-config.ts";

export interface Sessions {
  /** The value of a request's cookie. */
  read(headers: IncomingHttpHeaders): string | undefined;
  /** The caller of a session that has neither ended nor expired. Each call asks Postgres, so that an ended session is refused at once. */
  find(value: string): Promise<Principal | undefined>;
  /** Begins a session with a new value, and ends the one that the browser had. Returns the cookie. */
  begin(caller: Principal, headers: IncomingHttpHeaders): Promise<string>;
  /** Ends the browser's session. Returns the cookie that removes it from the browser. */
  end(headers: IncomingHttpHeaders): Promise<string>;
}

/** The sessions of people who signed in, in a database for every project. Only the hash of a cookie's value is stored. */
export function storedSessions(db: Database, { publicUrl, sessionMs }: SignInConfig): Sessions {
  const find = byHash((hashes) => findSessions(db, hashes));
  const secure = publicUrl.startsWith("https:");
  const name = cookieName("tempograph_session", secure);
  const read = (headers: IncomingHttpHeaders) => readCookie(headers, name);
  const drop = async (headers: IncomingHttpHeaders) => {
    const value = read(headers);
    if (value !== undefined) await deleteSession(db, hashToken(value));
  };
  return {
    read,
    async find(value) {
      if (!hasTokenForm(value)) return undefined;
      const found = await find(hashToken(value));
      return found && { name: found.name, roles: found.roles, project: found.project };
    },
    async begin(caller, headers) {
      await drop(headers);
      const value = newToken();
      await insertSession(db, { ...caller, hash: hashToken(value), expiresAt: new Date(Date.now() + sessionMs) });
      return printCookie(name, value, { secure, maxAgeMs: sessionMs });
    },
    async end(headers) {
      await drop(headers);
      return printCookie(name, "", { secure, maxAgeMs: 0 });
    },
  };
}
