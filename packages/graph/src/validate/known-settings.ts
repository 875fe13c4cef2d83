import type { JsonObject } from "../definition/json.ts";
import {
  about,
  atLeast,
  duration,
  isBoolean,
  join,
  oneOf,
  schemaOfFields,
  taskQueue,
  text,
  texts,
  type Fieldset,
} from "./setting-check.ts";
import { START_SETTINGS } from "./start-settings.ts";

/** The settings of a node. */
export const NODE_SETTINGS: Fieldset = {
  onError: about(
    "What happens when the step fails for good and has no edge on error. Default fail.",
    oneOf("fail", "continue", "pause"),
  ),
  join: about(
    "When the node runs: after all of the nodes before it (default), after the first, or after some of them.",
    join,
  ),
  retry: {
    maximumAttempts: about("How often the step is tried: 1 means no retry, 0 no limit.", atLeast(0, 10_000, true)),
    initialInterval: about("The pause before the second attempt, such as 10s.", duration(1)),
    backoffCoefficient: about("How many times longer each further pause is.", atLeast(1, 100, false)),
    maximumInterval: about("The longest pause.", duration(1)),
    nonRetryable: about("Error codes after which nothing is tried again.", texts),
  },
  timeout: {
    startToClose: about("The longest time of one attempt.", duration(1)),
    scheduleToClose: about("The longest time of all attempts together, pauses included.", duration(1)),
    heartbeat: about("The longest silence of a running attempt.", duration(1)),
  },
  compensate: about("Id of the node that takes back what this one did.", text),
  durability: about(
    "step: recorded by itself. burst: recorded together with its neighbours, faster, and run again after a crash.",
    oneOf("step", "burst"),
  ),
  taskQueue: about("The Temporal task queue whose workers carry the step out.", taskQueue),
  idempotent: about("A second run of this step does no harm.", isBoolean),
};

/** The settings of a graph. */
export const GRAPH_SETTINGS: Fieldset = {
  durability: about("For the steps that do not set their own.", oneOf("step", "burst")),
  start: START_SETTINGS,
};

/** For forms. */
export const NODE_SETTINGS_SCHEMA: JsonObject = schemaOfFields(NODE_SETTINGS);
export const GRAPH_SETTINGS_SCHEMA: JsonObject = schemaOfFields(GRAPH_SETTINGS);
