import type { Trigger } from "../definition/trigger.ts";
import { DEFAULT_BUDGET_BYTES, DEFAULT_BUDGET_STEPS, type Budget } from "../expression/budget.ts";
import { compileCondition, type CompiledCondition } from "../expression/compile-condition.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { ExpressionScope } from "../expression/expression-scope.ts";

/** Of these the value is the same for all workflows that an event is matched with. */
const COMMON_ROOTS: ReadonlySet<string> = new Set(["event", "payload"]);

/** What a condition did with an event, and what was left of the budget then. */
interface Known {
  /** Weak, so that a condition keeps no large event in memory. */
  readonly event: WeakRef<object>;
  readonly left: Budget;
  readonly holds: boolean;
  readonly error?: ExpressionError;
}

/**
 * Compiles the conditions of many workflows. Those with the same text are one: it is compiled once, and evaluated once for each event. Ten
 * thousand workflows that ask the same cost little more than one.
 */
export class SharedConditions {
  readonly #byText = new Map<string, SharedCondition>();

  /** Throws `ExpressionError`. */
  compile(condition: NonNullable<Trigger["condition"]> | null): CompiledCondition {
    const text = JSON.stringify(condition);
    const known = this.#byText.get(text);
    if (known !== undefined) {
      known.isShared = true;
      return known;
    }
    const compiled = compileCondition(condition);
    // What reads the workflow, or computes what it reads, has another result for each workflow.
    if (!compiled.references.every(({ root }) => COMMON_ROOTS.has(root))) return compiled;
    const shared = new SharedCondition(compiled);
    this.#byText.set(text, shared);
    return shared;
  }
}

class SharedCondition implements CompiledCondition {
  isShared = false;
  readonly #inner: CompiledCondition;
  #known: Known | undefined;

  constructor(inner: CompiledCondition) {
    this.#inner = inner;
  }

  get references(): CompiledCondition["references"] {
    return this.#inner.references;
  }

  get value(): CompiledCondition["value"] {
    return this.#inner.value;
  }

  /** Takes the result and what it cost from the last time, if that was for the same event. */
  evaluate(scope: ExpressionScope, budget: Budget, mode: Parameters<CompiledCondition["evaluate"]>[2]): boolean {
    const event = scope.root("event");
    // After another condition of the same workflow less of the budget is left, and the result may be that it is exceeded.
    const isWhole = budget.steps === DEFAULT_BUDGET_STEPS && budget.bytes === DEFAULT_BUDGET_BYTES;
    if (!this.isShared || !isWhole || mode !== "trigger" || typeof event !== "object" || event === null)
      return this.#inner.evaluate(scope, budget, mode);
    if (this.#known?.event.deref() !== event) this.#known = this.#ask(scope, { ...budget }, event);
    Object.assign(budget, this.#known.left);
    if (this.#known.error !== undefined) throw this.#known.error;
    return this.#known.holds;
  }

  #ask(scope: ExpressionScope, left: Budget, event: object): Known {
    const known = { event: new WeakRef(event), left };
    try {
      return { ...known, holds: this.#inner.evaluate(scope, left, "trigger") };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return { ...known, holds: false, error };
    }
  }
}
