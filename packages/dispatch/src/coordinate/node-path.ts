/** A step's path without the numbers of loop rounds, so that all rounds of a node share it: `each[3]/wait` gives `each/wait`. */
export function nodePath(path: string): string {
  return path.replaceAll(/\[\d+\]/g, "");
}
