import { isObject, type Json, type JsonObject } from "@tempograph/graph";
import { giving, hasOnly, logic } from "./data-code.ts";
import { literal, record } from "./literal.ts";
import { PLAIN, type Method, type MethodPath } from "./method.ts";

/** `.if`, or `.branch` for other cases. */
export function branchMethod(data: JsonObject): Method | null {
  const cases = casesOf(data, "cases");
  if (cases === null) return null;
  const asIf = ifMethod(cases);
  if (asIf !== null) return asIf;
  const paths: MethodPath[] = [];
  for (const [index, one] of cases.entries()) {
    const { label, condition } = one;
    const isElse = isLastElse(one, index, cases);
    if (!isElse && (typeof label !== "string" || condition === undefined || !hasOnly(one, "label", "condition")))
      return null;
    if (isElse) paths.push({ port: "else", as: "case", caseName: "otherwise", needed: true });
    else
      paths.push({
        port: label as string,
        as: "case",
        caseName: "when",
        before: [literal(label), logic(condition!)],
        needed: true,
      });
  }
  if (hasBadPorts(paths)) return null;
  return { ...PLAIN, name: "branch", paths, main: paths.at(-1)?.caseName === "otherwise" ? null : "out" };
}

export function switchMethod(data: JsonObject): Method | null {
  const cases = casesOf(data, "value", "cases");
  if (cases === null || typeof data["value"] !== "string") return null;
  const paths: MethodPath[] = [];
  for (const [index, one] of cases.entries()) {
    const { value, label } = one;
    if (isLastElse(one, index, cases)) {
      paths.push({ port: "else", as: "case", caseName: "otherwise", needed: true });
      continue;
    }
    if (value === undefined || typeof value === "object" || !hasOnly(one, "value", "label")) return null;
    if (label !== undefined && typeof label !== "string") return null;
    const port = label ?? (typeof value === "string" ? value : JSON.stringify(value));
    // Behind the path stands what may be left out.
    const after = label === undefined ? [] : [record([["label", literal(label)]])];
    paths.push({ port, as: "case", caseName: "case", before: [literal(value)], after, needed: true });
  }
  if (hasBadPorts(paths)) return null;
  const main = paths.at(-1)?.caseName === "otherwise" ? null : "out";
  return { ...PLAIN, name: "switch", before: [giving(data["value"])], paths, main };
}

function ifMethod([yes, no, ...others]: readonly JsonObject[]): Method | null {
  if (yes === undefined || no === undefined || others.length > 0) return null;
  const { label, condition } = yes;
  if (label !== "yes" || condition === undefined || !hasOnly(yes, "label", "condition")) return null;
  if (no["label"] !== "no" || no["else"] !== true || !hasOnly(no, "label", "else")) return null;
  return {
    ...PLAIN,
    name: "if",
    before: [logic(condition)],
    paths: [{ port: "yes", as: "argument", needed: true }],
    main: "no",
    mainPath: { port: "no", as: "argument", needed: true },
  };
}

function casesOf(data: JsonObject, ...keys: readonly string[]): readonly JsonObject[] | null {
  const cases = data["cases"];
  if (!Array.isArray(cases) || cases.length === 0 || !hasOnly(data, ...keys)) return null;
  return cases.every((one) => isObject(one as Json)) ? (cases as readonly JsonObject[]) : null;
}

function isLastElse(one: JsonObject, index: number, cases: readonly JsonObject[]): boolean {
  return index === cases.length - 1 && one["else"] === true && hasOnly(one, "else");
}

function hasBadPorts(paths: readonly MethodPath[]): boolean {
  const ports = paths.map(({ port }) => port);
  return new Set(ports).size < ports.length || ports.some((port) => port === "" || port === "out" || port === "error");
}
