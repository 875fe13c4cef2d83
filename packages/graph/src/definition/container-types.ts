/** Node types that hold the nodes naming them as `parentId`. */
export const CONTAINER_TYPES: ReadonlySet<string> = new Set(["for_each", "while", "repeat", "race", "try", "parallel"]);

/** React Flow's own type for a frame around nodes: a picture, not a step. */
export const VISUAL_GROUP_TYPE = "group";
