import {
  checkDraft,
  compileCondition,
  compileTemplate,
  createBudget,
  type Json,
  type KnownConnection,
  type NodeScope,
  type NodeTypeManifest,
  type Problem,
  type SimulatedDefinition,
  type SimulationRequest,
  type Trigger,
  type Draft,
} from "@tempograph/graph";
import { evaluated, type Evaluated, type EvaluatedWith } from "./evaluate.ts";
import {
  compareSentences,
  completeSentence,
  sentencesOf,
  textOf,
  type ComparedLine,
  type Completions,
  type Sentences,
  type Vocabulary,
} from "@tempograph/sentences";
import { readDraftText, type DraftText, type ReadDraft } from "./read-draft-text.ts";
import { readCodeText, type ReadCodeText } from "./read-code-text.ts";
import { readGraphText, type ReadGraph } from "./read-graph-text.ts";
import { simulateAnswered, type Answers } from "./simulate-answered.ts";
import { sampleInLoops, type ToSampleInLoops } from "./sample-in-loops.ts";

/** What the worker keeps between two requests, so that not every request has to carry it. */
export interface Known {
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
}

export interface GraphToCheck {
  readonly graph: unknown;
  readonly triggers?: readonly Trigger[];
  readonly workflow?: { readonly id: string; readonly name: string };
  /** Absent: the names of connections are not checked. */
  readonly connections?: readonly KnownConnection[];
}

export interface CheckedGraph {
  /** Errors first. */
  readonly problems: readonly Problem[];
  readonly publishable: boolean;
}

export interface ToPrint extends Draft {
  readonly name: string;
}

export interface ToldDraft {
  readonly sentences: Sentences;
  readonly text: string;
}

export interface ToComplete extends Omit<Vocabulary, "types"> {
  readonly text: string;
  readonly offset: number;
}

export interface ToCompare {
  readonly before: Sentences;
  readonly after: Sentences;
}

/** A simulation is asked for with everything but the node types, which the worker has. */
export interface ToSimulate extends Omit<SimulationRequest, "types"> {
  /** What people do where the graph waits for them. */
  readonly answers?: Answers;
}

export interface ToEvaluate extends EvaluatedWith {
  readonly expression: Json;
}

/**
 * Everything that the machine does for the pages, by name. It is the code with which the API and the workers check and run graphs.
 * The tasks run in a web worker (`machine-worker.ts`), or directly where nothing has to be kept responsive, as in tests.
 */
export const tasks = {
  /** The problems that publishing would report. */
  checkGraph({ types }: Known, { graph, triggers = [], workflow, connections }: GraphToCheck): CheckedGraph {
    const known = { types, ...(connections && { connections: new Map(connections.map((each) => [each.name, each])) }) };
    const { problems, publishable } = checkDraft({ graph, triggers }, known, workflow);
    return { problems, publishable };
  },

  /** Runs a graph on virtual time with the outcomes that a person chose. */
  simulate: ({ types }: Known, { answers = {}, ...request }: ToSimulate): Promise<SimulatedDefinition> =>
    simulateAnswered({ ...request, types }, answers, () => performance.now()),

  /** A graph and its triggers as JSON text: `{ nodes, edges, settings, triggers }`. */
  readGraphText: (_: Known, { text }: { readonly text: string }): ReadGraph => readGraphText(text),

  /** Builder code as a workflow. */
  readCode: (_: Known, { text }: { readonly text: string }): Promise<ReadCodeText> => readCodeText(text),

  /** A workflow as builder code. */
  async printCode(_: Known, { graph, triggers, name }: ToPrint): Promise<string> {
    const { printBuilder } = await import("@tempograph/builder");
    return printBuilder(graph, { name, triggers });
  },

  /** A workflow as sentences, and as the text of them. */
  tellDraft({ types }: Known, { graph, triggers }: Draft): ToldDraft {
    const sentences = sentencesOf(graph, triggers, types);
    return { sentences, text: textOf(sentences) };
  },

  /** A text in the language of sentences as a workflow. */
  readDraftText: ({ types }: Known, given: DraftText): ReadDraft => readDraftText(given, types),

  /** What can come at a place of such a text. */
  completeText: ({ types }: Known, { text, offset, ...vocabulary }: ToComplete): Completions =>
    completeSentence(text, offset, { ...vocabulary, types }),

  /** Two workflows beside each other, line by line. */
  compareSentences: (_: Known, { before, after }: ToCompare): readonly ComparedLine[] =>
    compareSentences(before, after),

  /** Renders all templates of a value, as a node's data is rendered. */
  renderTemplate: (_: Known, { expression, ...where }: ToEvaluate): Evaluated =>
    evaluated(where, (scope) => compileTemplate(expression).render(scope, createBudget())),

  /** What a node inside of loops reads in their first rounds. */
  sampleInLoops: (_: Known, asked: ToSampleInLoops): NodeScope => sampleInLoops(asked),

  /** Whether a condition of a node holds. */
  evaluateCondition: (_: Known, { expression, ...where }: ToEvaluate): Evaluated =>
    evaluated(where, (scope) => compileCondition(expression).evaluate(scope, createBudget(), "execution")),
};

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type TaskInput<Name extends TaskName> = Parameters<Tasks[Name]>[1];
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>;
