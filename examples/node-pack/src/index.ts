import { defineNodePack } from "@tempograph/nodes-sdk";
import manifest from "../package.json" with { type: "json" };
import { scoreLead } from "./score-lead.ts";
import { slugify } from "./slugify.ts";

export const pack = defineNodePack({
  name: manifest.name,
  version: manifest.version,
  nodes: [scoreLead, slugify],
});
