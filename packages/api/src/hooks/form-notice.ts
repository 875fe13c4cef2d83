import { PAGE_HEADERS, renderNotice } from "@tempograph/triggers";
import type { Problem } from "../http/problem-json.ts";
import type { HookReply } from "./hook-reply.ts";

/**
 * The page that a person gets who cannot see or send a form. It has nothing in it that differs between two requests, so a form that is
 * paused looks like one that never was.
 */
export function formNotice({ status, detail, hint, retryAfterS }: Problem): HookReply {
  return {
    status,
    headers: { ...PAGE_HEADERS, ...(retryAfterS !== undefined && { "retry-after": String(retryAfterS) }) },
    body: renderNotice(TITLES[status] ?? "That did not work", [detail, hint ?? ""].join("\n\n")),
  };
}

const TITLES: Readonly<Record<number, string>> = {
  404: "There is nothing here",
  413: "That was too much",
  429: "Please wait a moment",
  503: "Please try again later",
};
