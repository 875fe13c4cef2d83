import type { z } from "zod";
import type { ConnectionType } from "../connection/connection-type.ts";
import type { SourceType } from "../source/source-type.ts";
import type { NodeType } from "./node-type.ts";

/** What an npm package of nodes exports, as `pack` or as its default: made by `defineNodePack`. */
export interface NodePack {
  /** The npm package's name, or any other name that is unique in a stack. */
  readonly name: string;
  /** The npm package's version. */
  readonly version: string;
  readonly nodes: readonly NodeType[];
  /** The types of connections that it brings, made by `defineConnection`. Nodes of every pack may take them. */
  readonly connections?: readonly ConnectionType[];
  /** The sources that it brings, made by `defineSource`. */
  readonly sources?: readonly SourceType[];
  /** Schema of the configuration that a stack may give to this pack; checked when the worker starts. */
  readonly config?: z.ZodObject;
}
