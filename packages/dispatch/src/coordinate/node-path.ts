/** A step's path without rounds: `each[3]/wait` gives `each/wait`, the same for all rounds of a node. */
export function nodePath(path: string): string {
  return path.replaceAll(/\[\d+\]/g, "");
}
