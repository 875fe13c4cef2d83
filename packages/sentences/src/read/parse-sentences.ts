import { coreNodeTypes, descriptorOf, type GraphNode, type NodeTypeManifest, type Draft } from "@tempograph/graph";
import { Phrasebook } from "../language/phrasebook.ts";
import { tokensOf } from "../language/tokens-of.ts";
import { assemble } from "./assemble.ts";
import { readSentences } from "./read-sentences.ts";
import type { TextProblem } from "./read-text.ts";
import { Reading } from "./reading.ts";

/** A workflow that was read from a text. */
export interface ParsedSentences extends Draft {
  /** What could not be read. The graph is complete only if there are none. */
  readonly problems: readonly TextProblem[];
}

/**
 * Reads a text in the language of sentences. `types` is the catalogue of node types. Whether the graph can be published is for
 * `validateGraph` to say.
 *
 *     parseSentences('When order.placed arrives and total is more than 1000: notify Sales "A large order", wait 2 hours', types);
 */
export function parseSentences(text: string, types: ReadonlyMap<string, NodeTypeManifest>): ParsedSentences {
  const read = readSentences(new Phrasebook(types), new Reading(tokensOf(text)));
  const { nodes, edges, problems } = assemble(read, types, START);
  return {
    graph: { nodes, edges, ...(read.settings !== undefined && { settings: read.settings }) },
    triggers: read.triggers,
    problems: [...read.problems, ...problems].sort((a, b) => a.from - b.from),
  };
}

const START_TYPE = coreNodeTypes.find(({ type }) => descriptorOf(type)?.begins === true)!.type;

/** The node that a text begins with unless it says another one. */
export const START: GraphNode = { id: START_TYPE, type: START_TYPE, data: {} };
