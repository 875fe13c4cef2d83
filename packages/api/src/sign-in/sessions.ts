import {
  deleteSession,
  endOldestSessions,
  findSessions,
  insertSession,
  takeSignInLink,
  type Database,
  type SessionRecord,
} from "@tempograph/db";
import type { IncomingHttpHeaders } from "node:http";
import type { Principal } from "../access/principal.ts";
import { byHash, hashToken, hasTokenForm, newToken } from "../access/token.ts";
import { isLoopbackName } from "@tempograph/runtime";
import { cookieName, printCookie, readCookie } from "./cookies.ts";

/** Whose session it is. */
export interface SessionOwner {
  /** The caller when the session began. */
  readonly caller: Principal;
  /** The hash of the token with which it began. Null: a provider has said who it is. */
  readonly tokenHash: string | null;
}

export interface Sessions {
  /** The value of a request's cookie. */
  read(headers: IncomingHttpHeaders): string | undefined;
  /** The owner of a session that has neither ended nor expired. Each call asks Postgres, so that an ended session is refused at once. */
  find(value: string): Promise<SessionOwner | undefined>;
  /** Begins a session with a new value, and ends the one that the browser had. Returns the cookie. */
  begin(owner: SessionOwner, headers: IncomingHttpHeaders): Promise<string>;
  /** Ends the browser's session. Returns the cookie that removes it from the browser. */
  end(headers: IncomingHttpHeaders): Promise<string>;
  /** Makes what a link carries that begins a session once. */
  makeLink(owner: SessionOwner): Promise<{ readonly code: string; readonly expiresAt: Date }>;
  /** Uses up what a link carries. Undefined: it was used, or has expired. */
  takeLink(code: string): Promise<SessionOwner | undefined>;
}

export interface SessionOptions {
  /** The URL under which browsers reach the API. Undefined: it is not known. */
  readonly publicUrl?: string | undefined;
  /** How long a session lasts. Default 12 hours. */
  readonly sessionMs?: number | undefined;
}

const HOUR_MS = 3_600_000;
/** How many sessions, and how many links, a token has at most. The oldest end. */
const MOST_OF_A_TOKEN = 100;
/** How long a link can be opened: somebody reads it in a terminal. */
const LINK_MS = HOUR_MS;

/** The sessions of people who signed in, in a database for every project. Only the hash of a cookie's value is stored. */
export function storedSessions(db: Database, { publicUrl, sessionMs = 12 * HOUR_MS }: SessionOptions = {}): Sessions {
  const find = byHash((hashes) => findSessions(db, hashes));
  // A browser sends and keeps a secure cookie over https only; on loopback, where nobody else can listen, it may use http.
  const isSecure = ({ host = "" }: IncomingHttpHeaders) =>
    publicUrl?.startsWith("https:") === true || !isLoopbackName(host);
  const nameFor = (headers: IncomingHttpHeaders) => cookieName("tempograph_session", isSecure(headers));
  const print = (headers: IncomingHttpHeaders, value: string, maxAgeMs: number) =>
    printCookie(nameFor(headers), value, { secure: isSecure(headers), sameSite: "Strict", maxAgeMs });
  const read = (headers: IncomingHttpHeaders) => readCookie(headers, nameFor(headers));
  const drop = async (headers: IncomingHttpHeaders) => {
    const value = read(headers);
    if (value !== undefined) await deleteSession(db, hashToken(value));
  };
  const insert = async ({ caller, tokenHash }: SessionOwner, lastsMs: number, isLink: boolean) => {
    const { name, roles, project } = caller;
    const [value, expiresAt] = [newToken(), new Date(Date.now() + lastsMs)];
    await insertSession(db, { name, roles, project, tokenHash, hash: hashToken(value), expiresAt }, isLink);
    if (tokenHash !== null) await endOldestSessions(db, tokenHash, { isLink, most: MOST_OF_A_TOKEN });
    return { value, expiresAt };
  };
  return {
    read,
    async find(value) {
      return hasTokenForm(value) ? ownerOf(await find(hashToken(value))) : undefined;
    },
    async begin(owner, headers) {
      await drop(headers);
      const { value } = await insert(owner, sessionMs, false);
      return print(headers, value, sessionMs);
    },
    async end(headers) {
      await drop(headers);
      return print(headers, "", 0);
    },
    async makeLink(owner) {
      const { value, expiresAt } = await insert(owner, LINK_MS, true);
      return { code: value, expiresAt };
    },
    async takeLink(code) {
      return hasTokenForm(code) ? ownerOf(await takeSignInLink(db, hashToken(code))) : undefined;
    },
  };
}

function ownerOf(found: Omit<SessionRecord, "expiresAt"> | undefined): SessionOwner | undefined {
  if (found === undefined) return undefined;
  const { name, roles, project, tokenHash } = found;
  return { caller: { name, roles, project }, tokenHash };
}
