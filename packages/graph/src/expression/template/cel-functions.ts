/**
 * The functions and methods of CEL that templates have, by number of arguments. An allow-list: what the library adds is
 * not there until it is known to be bounded, and to give the same result on every machine. Left out for that: bytes,
 * and everything that reads the machine's time zone or locale data.
 */
const FUNCTIONS: Readonly<Record<string, readonly number[]>> = {
  bool: [1],
  double: [1],
  duration: [1],
  dyn: [1],
  has: [1],
  int: [1],
  size: [1],
  string: [1],
  timestamp: [1],
  type: [1],
};

const METHODS: Readonly<Record<string, readonly number[]>> = {
  // text
  contains: [1],
  endsWith: [1],
  indexOf: [1, 2],
  lastIndexOf: [1, 2],
  lowerAscii: [0],
  matches: [1],
  size: [0],
  split: [1, 2],
  startsWith: [1],
  substring: [1, 2],
  trim: [0],
  upperAscii: [0],
  // lists and maps
  all: [2],
  exists: [2],
  exists_one: [2],
  filter: [2],
  join: [0, 1],
  map: [2, 3],
  // optional values, and a name for a value
  bind: [3],
  hasValue: [0],
  none: [0],
  of: [1],
  or: [1],
  orValue: [1],
  value: [0],
  // times and durations, in UTC
  getDate: [0],
  getDayOfMonth: [0],
  getDayOfWeek: [0],
  getFullYear: [0],
  getHours: [0],
  getMilliseconds: [0],
  getMinutes: [0],
  getMonth: [0],
  getSeconds: [0],
};

/** Methods whose first argument names a variable for the others. */
export const BINDING_METHODS: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map", "bind"]);

/** The names of all functions and methods, for editors. */
export const TEMPLATE_FUNCTIONS: readonly string[] = [
  ...Object.keys(FUNCTIONS),
  ...Object.keys(METHODS).map((name) => `.${name}`),
];

export function isAllowedCall(name: string, count: number): boolean {
  return (Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined)?.includes(count) === true;
}

export function isAllowedMethod(name: string, count: number): boolean {
  return (Object.hasOwn(METHODS, name) ? METHODS[name] : undefined)?.includes(count) === true;
}
