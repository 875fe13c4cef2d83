import { cut, type ConditionOperand, type ConditionPart } from "./condition-part.ts";

/** What the value on the left of the operator has to be. */
const NEEDS: Readonly<Record<string, (other: string) => string>> = {
  ">": (other) => `more than ${other}`,
  ">=": (other) => `at least ${other}`,
  "<": (other) => `less than ${other}`,
  "<=": (other) => `at most ${other}`,
  "==": (other) => other,
  "===": (other) => other,
  "!=": (other) => `anything but ${other}`,
  "!==": (other) => `anything but ${other}`,
  in: (other) => `a value in ${other}`,
};
/** The same comparison seen from its other side: `80 < score` says what score has to be. */
const MIRRORED: Readonly<Record<string, string>> = { ">": "<", ">=": "<=", "<": ">", "<=": ">=" };
const MAX_SHOWN = 80;

/** Says why a condition did not hold, in words: `score was 72, needs more than 80`. */
export function explainPart(part: ConditionPart, wanted = true): string {
  if (part.problem !== null) return `${part.text} could not be evaluated: ${part.problem.replace(/\.$/, "")}`;
  if (part.kind === "not") return part.parts[0] === undefined ? part.text : explainPart(part.parts[0], !wanted);
  if (part.kind === "test") return explainTest(part, wanted);
  const missed = part.parts.filter(({ holds }) => holds !== wanted);
  // Of `any`, one part would have been enough; of `all`, each part that does not hold is a reason of its own, and one is enough.
  const oneWouldDo = (part.kind === "any") === wanted;
  const certain = missed.filter(({ holds }) => holds !== null);
  const reasons = (oneWouldDo || certain.length === 0 ? missed : certain).map((each) => explainPart(each, wanted));
  const needsOne = oneWouldDo && reasons.length > 1;
  return needsOne ? `none of these: ${reasons.join("; ")}` : reasons.join("; ");
}

function explainTest({ operator, operands, text, holds }: ConditionPart, wanted: boolean): string {
  const [left, right] = operands;
  if (operator === null || left === undefined || right === undefined || operands.length !== 2)
    return `${text} was ${holds === null ? "neither true nor false" : String(holds)}${given(operands)}, needs ${String(wanted)}`;
  const flipped = left.isConstant && !right.isConstant && (operator in MIRRORED || /^[!=]=/.test(operator));
  const [subject, other] = flipped ? [right, left] : [left, right];
  const needs = NEEDS[flipped ? (MIRRORED[operator] ?? operator) : operator]!(nameOf(other));
  return `${was(subject)}, ${wanted ? "needs" : "must not be"} ${needs}`;
}

function given(operands: readonly ConditionOperand[]): string {
  return operands.length === 0 ? "" : ` (${operands.map(was).join(", ")})`;
}

function was(operand: ConditionOperand): string {
  const { value, isConstant } = operand;
  if (isConstant) return shown(operand);
  return `${pathOf(operand)} was ${value === null ? "missing or null" : shown(operand)}`;
}

function nameOf(operand: ConditionOperand): string {
  if (operand.isConstant) return shown(operand);
  return `${pathOf(operand)}, which was ${operand.value === null ? "missing or null" : shown(operand)}`;
}

function pathOf({ text }: ConditionOperand): string {
  return text.replace(/^payload\./, "");
}

function shown({ value }: ConditionOperand): string {
  return cut(JSON.stringify(value), MAX_SHOWN);
}
