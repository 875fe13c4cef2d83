import type { BuiltInNodeTypes } from "./generated/built-in-node-types.ts";

/**
 * The node types that every stack has, by name: `.step("call", "http_call", { url: … })`. A pack adds its own names by
 * declaration merging, which `npm run node-types -- <pack>` writes; a node definition at hand needs no name.
 *
 *     declare module "@tempograph/builder" {
 *       interface NodeTypes {
 *         slugify: { input: { text: string }; output: { slug: string } };
 *       }
 *     }
 */
export interface NodeTypes extends BuiltInNodeTypes {}
