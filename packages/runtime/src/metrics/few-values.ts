/** Lets only so many different values become labels; later ones are `other`. Authors of nodes may make up as many codes as they like. */
export function createFewValues(most: number): (key: string, value: string) => string {
  const known = new Set<string>();
  return (key, value) => {
    const pair = `${key}\n${value}`;
    if (known.has(pair)) return value;
    if (known.size >= most) return "other";
    known.add(pair);
    return value;
  };
}
