import type { Failure } from "./failure.ts";
import type { Json, JsonObject, JsonSchema } from "./json.ts";
import type { NodeTypeManifest } from "./node-type.ts";

/**
 * Everything that the validator, the compiler, the simulation, the builder and the API know about a construct of the
 * language. It is in the construct's own file, beside its behaviour (`interpret/constructs`); no other code may compare
 * with the type's name.
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
  /** A node of this type can receive a signal. */
  readonly receivesSignals?: true;
  /** The words before the path of a port in a sentence, such as "if it is rejected". Other ports are said by their names. */
  readonly portWords?: { readonly [port: string]: string };
  /** The port after which the next sentence goes on. Default `out`. */
  readonly goesOn?: string;
  /** The construct begins with an activity, so it fires only when the execution may have one more activity under way (rule 15). */
  readonly commandsActivity?: true;
  /** What a running node of this type waits for; `nameIn` is the field of its input that holds the name, such as a signal's. */
  readonly awaits?: { readonly kind: AwaitedKind; readonly nameIn?: string };
  /**
   * What a person has decided here counts for its execution only, so a rerun asks again unless this field of the data is true. At an
   * incident nobody can decide in the place of the person who would have been asked.
   */
  readonly decidedByPerson?: { readonly keptInRerunsBy: string };
  /** A person can end its wait early with the operation `skipWait`. */
  readonly skippable?: true;
  /**
   * The schema of the output if it depends on the node's data or on the container's members; if undefined, the manifest's
   * schema applies. `inside` is the schema of the output of one scope of the container.
   */
  readonly outputOf?: (data: JsonObject, inside: () => JsonSchema) => JsonSchema | undefined;
  /** The simulated result of an activity that the construct has commanded with this input. */
  readonly simulate?: (input: JsonObject, script: ScriptedStep) => SimulatedAnswer;
}

/** The scopes inside a container. */
export interface Container {
  /** How many scopes one visit of the container creates: a single one, one for each round or item, or one for each branch. */
  readonly scopes: "one" | "perRound" | "perBranch";
  /** Inside, `index` counts from 0. With `items`, `item` is the current item; with `rounds`, `steps.<loop>` is the output of the rounds so far. */
  readonly loop?: "items" | "rounds";
  /** Each scope has its own variables. Otherwise a `set` inside writes to the variables of the scope around the container. */
  readonly ownVars?: true;
  /** The field of the output that holds the results of the members. If absent, the output itself is an object of them by node id. */
  readonly gives?: string;
  /** The container exists to catch failures, so it has no effect unless an edge or a setting handles them. */
  readonly catches?: true;
  /** What happens to compensable steps inside when the container fails and `data.compensate` is not set. Default `keep`. */
  readonly compensate?: "onFail" | "keep";
}

export type Field = FieldKind | FieldReading;

export interface FieldReading {
  readonly kind: FieldKind;
  /** Where its expressions are evaluated. Default `around`. */
  readonly view?: View;
  /** If the named field is present, too, the value of this field is not used; it is then only rendered like any template. */
  readonly ignoredBy?: string;
}

/**
 * The names that an expression can read: `around` means those of the node's own scope; `within` those of the container's
 * members, evaluated at the end of an item; `rounds` the output of the rounds so far, evaluated before each round of a loop.
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
  /** A template that gives the greatest number of rounds. The field is required. */
  | "bound"
  /** A template; its keys are the variables that the node sets. */
  | "variables"
  /** A template. Unless its value is false, the node ends its scope although other nodes in it may still be running. */
  | "endsScope"
  /** Read exactly as published; a template in it would not be rendered. */
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

/** The outcome that the script of a simulation gives for a step. */
export interface ScriptedStep {
  readonly path: string;
  readonly output: Json | undefined;
  readonly failure: Failure | undefined;
  /** Virtual ms. */
  readonly takesMs: number;
  /** The script also contains the reply that the step waits for. */
  readonly isReplied: boolean;
  /** A plausible example output, marked as made up. */
  makeUp(): Json;
}

export interface SimulatedAnswer {
  readonly answer: { readonly output: Json } | { readonly failure: Failure };
  /** The answer arrives `takesMs` later. */
  readonly reply?: Json;
}
