import { defineNodePack } from "@tempograph/nodes-sdk";
import { scoreLead } from "./score-lead.ts";
import { slugify } from "./slugify.ts";

export const pack = defineNodePack({
  name: "@tempograph/example-node-pack",
  version: "0.1.0",
  nodes: [scoreLead, slugify],
});
