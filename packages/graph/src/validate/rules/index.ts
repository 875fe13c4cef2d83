import type { Rule } from "../rule.ts";
import { answerHeaders } from "./answer-headers.ts";
import { branches } from "./branches.ts";
import { burst } from "./burst.ts";
import { compensations } from "./compensations.ts";
import { connections } from "./connections.ts";
import { containers } from "./containers.ts";
import { cycles } from "./cycles.ts";
import { duplicateIds } from "./duplicate-ids.ts";
import { edgeEnds } from "./edge-ends.ts";
import { eventTypes } from "./event-types.ts";
import { expressions } from "./expressions.ts";
import { integerDivision } from "./integer-division.ts";
import { joins } from "./joins.ts";
import { literalFields } from "./literal-fields.ts";
import { lookalikeFields } from "./lookalike-fields.ts";
import { nodeData } from "./node-data.ts";
import { nodeTypes } from "./node-types.ts";
import { parents } from "./parents.ts";
import { pathLength } from "./path-length.ts";
import { ports } from "./ports.ts";
import { reachable } from "./reachable.ts";
import { references } from "./references.ts";
import { scopes } from "./scopes.ts";
import { secrets } from "./secrets.ts";
import { selfCalls } from "./self-calls.ts";
import { settings } from "./settings.ts";
import { templateTypes } from "./template-types.ts";
import { triggers } from "./triggers.ts";
import { underWay } from "./under-way.ts";
import { fieldValues } from "./field-values.ts";

/** Every rule. Their order does not matter, because problems are sorted by place. */
export const RULES: readonly Rule[] = [
  nodeTypes,
  duplicateIds,
  edgeEnds,
  cycles,
  parents,
  scopes,
  pathLength,
  containers,
  nodeData,
  answerHeaders,
  literalFields,
  fieldValues,
  eventTypes,
  selfCalls,
  expressions,
  integerDivision,
  lookalikeFields,
  references,
  templateTypes,
  ports,
  reachable,
  joins,
  branches,
  settings,
  compensations,
  burst,
  underWay,
  secrets,
  connections,
  triggers,
];
