import type { SourceType } from "@tempograph/nodes-sdk";
import { httpList } from "./http-list.ts";
import { rss } from "./rss.ts";

/** The sources that every stack has. */
export const builtinSources: readonly SourceType[] = [httpList, rss];
