/** Node types that hold the nodes naming them as `parentId`. */
export const CONTAINER_TYPES: ReadonlySet<string> = new Set([
  "for_each",
  "while",
  "repeat",
  "race",
  "try",
  "parallel",
  "lock",
]);

/** Containers that run what is in them once for each round: inside, `index` counts from 0. */
export const LOOP_TYPES: ReadonlySet<string> = new Set(["for_each", "repeat", "while"]);

/** Loops whose rounds follow each other: inside, `steps.<loop>` is what the rounds so far gave. */
export const ROUND_TYPES: ReadonlySet<string> = new Set(["repeat", "while"]);

/** React Flow's own type for a frame around nodes: a picture, not a step. */
export const VISUAL_GROUP_TYPE = "group";
