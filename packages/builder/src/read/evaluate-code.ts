import type { SyntaxNode } from "@lezer/common";
import { didYouMean, isObject } from "@tempograph/graph";
import { BuilderError } from "../flow/builder-error.ts";
import type { BuiltWorkflow } from "../flow/built-workflow.ts";
import { CodeError } from "./code-problem.ts";
import { childrenOf, fieldOf, Names, partsOf } from "./code-values.ts";
import { isChain, methodsOf, TAGS } from "./names.ts";
import { unescaped } from "./text-literal.ts";

/** A few lines of code can call each other's paths so often that reading would not end. */
const MOST_STEPS = 400_000;

type Callable = (...args: readonly unknown[]) => unknown;

/**
 * Reads the expressions of builder code by walking their syntax tree: nothing is run but the builder's own functions and methods. Code can make
 * values and callbacks and give them to the builder. It cannot call its own functions, loop, or reach the fields of anything but paths.
 */
export class CodeEvaluation {
  readonly #code: string;
  readonly #functions: ReadonlySet<unknown>;
  readonly #built = new WeakSet<object>();
  #steps = 0;

  constructor(code: string, functions: ReadonlySet<unknown>) {
    this.#code = code;
    this.#functions = functions;
  }

  text({ from, to }: SyntaxNode): string {
    return this.#code.slice(from, to);
  }

  value(node: SyntaxNode, names: Names): unknown {
    if (++this.#steps > MOST_STEPS) throw new CodeError(node, "This code takes too long to read", "Use each path once");
    const read = READERS[node.name];
    if (read === undefined) throw unreadable(node, this.text(node));
    return read(this, node, names);
  }

  /** Binds the names of a parameter or of a `const`. */
  bind(pattern: SyntaxNode, value: unknown, names: Names): void {
    if (pattern.name === "VariableDefinition") {
      names.set(this.text(pattern), value);
      return;
    }
    if (pattern.name !== "ObjectPattern") throw unreadable(pattern, this.text(pattern));
    for (const property of partsOf(pattern)) {
      const [name, inner = name] = partsOf(property);
      if (property.name !== "PatternProperty" || name === undefined || inner === undefined)
        throw unreadable(property, this.text(property));
      this.bind(inner, fieldOf(value, this.text(name), name), names);
    }
  }

  /** Calls a function of the builder. What it refuses is a problem at the call, or further inside. */
  call(at: SyntaxNode, call: () => unknown): unknown {
    try {
      return call();
    } catch (error) {
      if (error instanceof CodeError) throw error;
      if (error instanceof BuilderError)
        throw new CodeError(at, error.message.slice(0, -error.hint.length - 3), error.hint);
      throw new CodeError(at, "The builder does not take this", "Compare the arguments with an example of the guide");
    }
  }

  callMethod(chain: unknown, { callee, property, list }: MethodCall, names: Names): unknown {
    if (!isChain(chain)) throw notCallable(callee);
    const name = nameOf(this, property, names);
    const methods = methodsOf(chain);
    if (!methods.includes(name)) {
      const hint = `${didYouMean(name, methods)}There are ${methods.join(", ")}`;
      throw new CodeError(property, `There is no method "${name}"`, hint);
    }
    const args = partsOf(list).map((argument) => this.value(argument, names));
    const made = this.call(property, () => (chain as Readonly<Record<string, Callable>>)[name]?.(...args));
    if (name === "build" && isObject(made)) this.#built.add(made);
    return made;
  }

  /** Whether a flow has built the value: code can also write an object that has the same fields. */
  isBuilt(value: unknown): value is BuiltWorkflow {
    return isObject(value) && this.#built.has(value);
  }

  isFunction(value: unknown): value is Callable {
    return this.#functions.has(value);
  }
}

type Reader = (evaluation: CodeEvaluation, node: SyntaxNode, names: Names) => unknown;

const READERS: { readonly [name: string]: Reader } = {
  null: () => null,
  BooleanLiteral: (evaluation, node) => evaluation.text(node) === "true",
  Number(evaluation, node) {
    const value = Number(evaluation.text(node).replaceAll("_", ""));
    if (!Number.isFinite(value)) throw unreadable(node, evaluation.text(node));
    return value;
  },
  String: (evaluation, node) => unescaped(evaluation.text(node).slice(1, -1)),
  VariableName(evaluation, node, names) {
    const name = evaluation.text(node);
    if (names.has(name)) return names.get(name);
    if (name === "undefined") return undefined;
    throw new CodeError(
      node,
      `There is no "${name}"`,
      `Import "${name}" from "@tempograph/builder", or correct the name`,
    );
  },
  UnaryExpression(evaluation, node, names) {
    const [sign, operand] = childrenOf(node);
    const value = operand === undefined ? undefined : evaluation.value(operand, names);
    if (typeof value !== "number" || sign === undefined || evaluation.text(sign) !== "-")
      throw unreadable(node, evaluation.text(node));
    return -value;
  },
  BinaryExpression(evaluation, node, names) {
    const [value, word] = childrenOf(node);
    if (value === undefined || (word?.name !== "as" && word?.name !== "satisfies"))
      throw new CodeError(
        node,
        "A flow is written before it runs, so nothing can be computed here",
        "Compute with cel`…` in data, with add, gt, eq … in conditions",
      );
    return evaluation.value(value, names);
  },
  InstantiationExpression: first,
  ParenthesizedExpression: first,
  ArrayExpression: (evaluation, node, names) => partsOf(node).map((item) => evaluation.value(item, names)),
  ObjectExpression(evaluation, node, names) {
    return Object.fromEntries(
      partsOf(node).map((property) => {
        const [name, value = name, ...more] = partsOf(property);
        if (property.name !== "Property" || name === undefined || value === undefined || more.length > 0)
          throw unreadable(property, evaluation.text(property));
        const key = name.name === "PropertyDefinition" ? evaluation.text(name) : String(evaluation.value(name, names));
        return [
          key,
          value === name ? READERS["VariableName"]?.(evaluation, name, names) : evaluation.value(value, names),
        ];
      }),
    );
  },
  ArrowFunction(evaluation, node, names) {
    const [list, ...rest] = partsOf(node);
    const body = rest.at(-1);
    if (list === undefined || body === undefined || childrenOf(node)[0]?.name === "async")
      throw unreadable(node, evaluation.text(node));
    const patterns = list.name === "ParamList" ? partsOf(list).filter(({ name }) => name !== "TypeAnnotation") : [list];
    return (...args: readonly unknown[]) => {
      const own = new Names(names);
      for (const [index, pattern] of patterns.entries()) evaluation.bind(pattern, args[index], own);
      return body.name === "Block" ? blockValue(evaluation, body, own) : evaluation.value(body, own);
    };
  },
  MemberExpression(evaluation, node, names) {
    const [object, property] = partsOf(node);
    if (object === undefined || property === undefined) throw unreadable(node, evaluation.text(node));
    return fieldOf(evaluation.value(object, names), nameOf(evaluation, property, names), property);
  },
  CallExpression(evaluation, node, names) {
    // Flows are chains of thousands of calls, each inside the next, so they are followed without recursion.
    const links: MethodCall[] = [];
    let head = node;
    for (let link = methodCall(head); link !== undefined; link = methodCall(head)) {
      links.push(link);
      head = link.object;
    }
    let value = head === node ? functionCall(evaluation, node, names) : evaluation.value(head, names);
    for (const link of links.toReversed()) value = evaluation.callMethod(value, link, names);
    return value;
  },
  TemplateString: (evaluation, node, names) => {
    const { texts, values } = templateOf(evaluation, node, names);
    return evaluation.call(node, () =>
      texts.reduce((whole, text, index) => `${whole}${String(values[index - 1])}${text}`),
    );
  },
  TaggedTemplateExpression(evaluation, node, names) {
    const [tag, template] = partsOf(node).filter(({ name }) => name !== "TypeArgList");
    const called = tag === undefined ? undefined : evaluation.value(tag, names);
    if (template === undefined || !TAGS.has(called)) throw unreadable(node, evaluation.text(node));
    const { texts, values } = templateOf(evaluation, template, names);
    return evaluation.call(template, () => (called as Callable)(texts, ...values));
  },
};

interface MethodCall {
  readonly object: SyntaxNode;
  readonly callee: SyntaxNode;
  readonly property: SyntaxNode;
  readonly list: SyntaxNode;
}

/** `object.property(list)` */
function methodCall(node: SyntaxNode): MethodCall | undefined {
  if (node.name !== "CallExpression") return undefined;
  const [callee, list] = partsOf(node).filter(({ name }) => name !== "TypeArgList");
  const [object, property] = callee?.name === "MemberExpression" ? partsOf(callee) : [];
  if (callee === undefined || list === undefined || object === undefined || property === undefined) return undefined;
  return { object, callee, property, list };
}

function functionCall(evaluation: CodeEvaluation, node: SyntaxNode, names: Names): unknown {
  const [callee, list] = partsOf(node).filter(({ name }) => name !== "TypeArgList");
  if (callee === undefined || list === undefined) throw unreadable(node, evaluation.text(node));
  const called = evaluation.value(callee, names);
  if (!evaluation.isFunction(called)) throw notCallable(callee);
  const args = partsOf(list).map((argument) => evaluation.value(argument, names));
  return evaluation.call(callee, () => called(...args));
}

function notCallable(callee: SyntaxNode): CodeError {
  const hint = "Write the step itself in place of a function of your own";
  return new CodeError(callee, "Only functions and methods of the builder can be called here", hint);
}

function first(evaluation: CodeEvaluation, node: SyntaxNode, names: Names): unknown {
  const [inner] = partsOf(node);
  if (inner === undefined) throw unreadable(node, evaluation.text(node));
  return evaluation.value(inner, names);
}

function nameOf(evaluation: CodeEvaluation, property: SyntaxNode, names: Names): string {
  return property.name === "PropertyName" ? evaluation.text(property) : String(evaluation.value(property, names));
}

/** `{ const a = …; return …; }` */
function blockValue(evaluation: CodeEvaluation, block: SyntaxNode, names: Names): unknown {
  for (const statement of partsOf(block)) {
    const [value] = partsOf(statement);
    if (statement.name === "ReturnStatement") return value === undefined ? undefined : evaluation.value(value, names);
    if (statement.name !== "VariableDeclaration") throw unreadable(statement, evaluation.text(statement));
    declare(evaluation, statement, names);
  }
  return undefined;
}

/** `const a = …, b = …`: gives the names that it declares. */
export function declare(evaluation: CodeEvaluation, declaration: SyntaxNode, names: Names): readonly string[] {
  const parts = partsOf(declaration).filter(({ name }) => name !== "TypeAnnotation" && name !== "Equals");
  if (childrenOf(declaration)[0]?.name !== "const" || parts.length % 2 !== 0)
    throw unreadable(declaration, evaluation.text(declaration));
  const declared: string[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [pattern, value] = [parts[index]!, parts[index + 1]!];
    evaluation.bind(pattern, evaluation.value(value, names), names);
    declared.push(evaluation.text(pattern));
  }
  return declared;
}

function templateOf(evaluation: CodeEvaluation, node: SyntaxNode, names: Names) {
  const whole = evaluation.text(node);
  const inserted = partsOf(node).filter(({ name }) => name === "Interpolation");
  const texts: string[] = [];
  let from = 1;
  for (const part of [...inserted, null]) {
    const end = part === null ? whole.length - 1 : part.from - node.from;
    texts.push(unescaped(whole.slice(from, end)));
    from = part === null ? end : part.to - node.from;
  }
  const values = inserted.map((part) => {
    const value = partsOf(part).find(({ name }) => !name.startsWith("Interpolation"));
    if (value === undefined) throw unreadable(part, evaluation.text(part));
    return evaluation.value(value, names);
  });
  return { texts, values };
}

export function unreadable(node: SyntaxNode, text: string): CodeError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return new CodeError(
    node,
    node.type.isError ? "The code breaks here" : `"${shown}" cannot be read back as a workflow`,
    "Write calls of the builder with plain values and callbacks such as ({ payload }) => …; run other code with the command line: tempograph workflow apply",
  );
}
