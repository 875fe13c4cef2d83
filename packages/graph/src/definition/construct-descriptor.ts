import type { Failure } from "./failure.ts";
import type { Json, JsonObject, JsonSchema } from "./json.ts";
import type { NodeTypeManifest } from "./node-type.ts";

/**
 * Everything that the validator, the compiler, the simulation, the builder and the API know of a construct of the language:
 * nobody else names its type. It stands in the construct's own file, beside its behaviour (`interpret/constructs`).
 */
export interface ConstructDescriptor {
  /** Absent for activities: their manifests come from node packs. */
  readonly manifest?: NodeTypeManifest;
  /** How each field of `data` is read. A field that is not named here is a template, like those of activities. */
  readonly fields?: { readonly [field: string]: Field };
  /** Nothing reads fields that `fields` does not name. */
  readonly fieldsOnly?: true;
  readonly container?: Container;
  /** An execution begins at nodes of this type where its top level has any (rule 2). */
  readonly begins?: true;
  /** A port that is taken beside the one that the node ends on. */
  readonly also?: string;
  /** A signal can be for a node of this type. */
  readonly receivesSignals?: true;
  /** It begins with an activity: it fires once the execution may have one more under way (rule 15). */
  readonly commandsActivity?: true;
  /** What a node that is under way waits for; `nameIn`: the field of its input that names it. */
  readonly awaits?: { readonly kind: AwaitedKind; readonly nameIn?: string };
  /** A person can end its wait before its time. */
  readonly skippable?: true;
  /**
   * Schema of the output where it depends on the node's data, or on what stands in the container; undefined: as the
   * manifest says. `inside`: schema of what one scope of the container gives.
   */
  readonly outputOf?: (data: JsonObject, inside: () => JsonSchema) => JsonSchema | undefined;
  /** What the world answers, in a simulation, to an activity that the construct has commanded with this input. */
  readonly simulate?: (input: JsonObject, script: ScriptedStep) => SimulatedAnswer;
}

/** What the nodes inside a container live in. */
export interface Container {
  /** How many scopes live in one visit: one, one for each round or item, one for each branch. */
  readonly scopes: "one" | "perRound" | "perBranch";
  /** Inside, `index` counts from 0. Of `items` there is also `item`; of `rounds`, `steps.<loop>` is what the rounds so far gave. */
  readonly loop?: "items" | "rounds";
  /** Each scope has variables of its own; else `set` writes to those around. */
  readonly ownVars?: true;
  /** The field of its output that holds what is inside gave. Absent: the output itself, by node id. */
  readonly gives?: string;
  /** It exists to catch failures: without an edge that does, it means nothing. */
  readonly catches?: true;
  /** What happens at its failure with steps inside that can be compensated, where `data.compensate` does not say it. Default `keep`. */
  readonly compensate?: "onFail" | "keep";
}

export type Field = FieldKind | FieldReading;

export interface FieldReading {
  readonly kind: FieldKind;
  /** Where its expressions are evaluated. Default `around`. */
  readonly view?: View;
  /** Where that field is there too, nobody reads the value of this one; a rule is then rendered like any text. */
  readonly ignoredBy?: string;
}

/**
 * Where an expression is evaluated: `around` with what the node itself sees; `within` at the end of an item, with what
 * stands in the container; `rounds` before each round of a loop, with what the rounds so far gave.
 */
export type View = "around" | "within" | "rounds";

export type FieldKind =
  /** Rendered when the node fires. */
  | "template"
  /** A template that gives a duration. */
  | "duration"
  /** A template that gives a moment, read in the zone that the field of kind `timeZone` names. */
  | "moment"
  | "timeZone"
  /** A template that gives a list of `role:…` and `user:…`. */
  | "approvers"
  /** A JSON Schema with templates in it. */
  | "jsonSchema"
  /** A template that gives the greatest number of rounds; it has to be there. */
  | "bound"
  /** A template; its keys are the variables that the node sets. */
  | "variables"
  /** A template; unless it is false, the node ends its scope while others in it may be running. */
  | "endsScope"
  /** Read as it was published: a template in it would stay text. */
  | "literal"
  /** A condition. */
  | "condition"
  /** A value in JSONLogic. */
  | "logic"
  /** A condition over an event that is still to come; templates in its JSONLogic are rendered when the node fires. */
  | "eventCondition"
  /** Cases with a condition each. */
  | "cases"
  /** Cases whose values are compared as they are written. */
  | "values";

export type AwaitedKind = "signal" | "event" | "approval" | "workflow" | "lock" | "timer";

/** What the script of a simulation says of a step. */
export interface ScriptedStep {
  readonly path: string;
  readonly output: Json | undefined;
  readonly failure: Failure | undefined;
  /** Virtual ms. */
  readonly takesMs: number;
  /** The script itself brings the reply that the step waits for. */
  readonly isReplied: boolean;
  /** A plausible output, made up and marked as such. */
  makeUp(): Json;
}

export interface SimulatedAnswer {
  readonly answer: { readonly output: Json } | { readonly failure: Failure };
  /** Comes `takesMs` later. */
  readonly reply?: Json;
}
