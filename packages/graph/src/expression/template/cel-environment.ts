import { Environment } from "@marcbachmann/cel-js";
import { RESERVED_ROOTS } from "../expression-scope.ts";
import { registerCoalesce } from "./cel-coalesce.ts";
import { readConstructorAsData } from "./cel-constructor.ts";
import { TEMPLATE_FUNCTION_TABLE } from "./functions/expression-functions.ts";

/** By the facts that their expressions can read. */
const environments = new Map<string, Environment>();

/** The environment of templates, or of the conditions of triggers that declare these facts. Each is made at the first that needs CEL: loading the module costs nothing. */
export function celEnvironment(facts: readonly string[] = []): Environment {
  const key = facts.join();
  let environment = environments.get(key);
  if (environment === undefined)
    environments.set(key, (environment = createEnvironment([...RESERVED_ROOTS, ...facts])));
  return environment;
}

function createEnvironment(roots: readonly string[]): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 2_000, maxDepth: 64, maxListElements: 1_000, maxMapEntries: 1_000, maxCallArguments: 16 },
  });
  for (const root of roots) environment.registerVariable(root, "dyn");
  // Numbers of JSON are doubles in CEL, but literals such as 1 are integers. Authors mix both, so operators accept both.
  for (const [left, right] of [
    ["int", "double"],
    ["double", "int"],
  ] as const) {
    environment.registerOperator(`${left} + ${right}: double`, (a, b) => Number(a) + Number(b));
    environment.registerOperator(`${left} - ${right}: double`, (a, b) => Number(a) - Number(b));
    environment.registerOperator(`${left} * ${right}: double`, (a, b) => Number(a) * Number(b));
    environment.registerOperator(`${left} / ${right}: double`, (a, b) => Number(a) / Number(b));
    environment.registerOperator(`${left} % ${right}: double`, (a, b) => Number(a) % Number(b));
  }
  environment.registerOperator("double % double: double", (a: number, b: number) => a % b);
  // eslint-disable-next-line eqeqeq
  environment.registerOperator("double == int: bool", (a, b) => a == b);
  for (const { declare = [], name } of TEMPLATE_FUNCTION_TABLE) {
    for (const declaration of declare)
      environment.registerFunction(declaration, () => unmetered(name), { async: false });
  }
  registerCoalesce(environment);
  readConstructorAsData(environment);
  return environment;
}

/** Registered only for its types: the meter runs our own function instead. */
function unmetered(name: string): never {
  throw new Error(`${name} was called without its meter`);
}
