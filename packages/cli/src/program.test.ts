import { exitCodes } from "@tempograph/client";
import { operationDescriptions } from "@tempograph/client/descriptions";
import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { friendlyCommands } from "./commands/friendly-commands.ts";
import { INTERRUPTED, NOT_GOOD, OK, UNEXPECTED, WRONG_CALL } from "./exit-code.ts";
import { commandWords, withCommands } from "./operations/command-name.ts";
import { makeProgram } from "./program.ts";
import { run } from "./test-kit/run.ts";

function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

test("every operation has a command of its own", async () => {
  const words = Object.keys(operationDescriptions).map((name) => commandWords(name).join(" "));
  expect(words).toEqual(expect.arrayContaining(["workflow list", "workflow get", "execution skip-wait", "viewer"]));
  // One command asks `whatIf`, and shows the progress of it.
  expect(new Set(words).size).toBe(words.length - 1);
  for (const one of words) {
    const { code, out } = await run([...one.split(" "), "--help"]);
    expect(code, one).toBe(0);
    expect(out).toContain("Options of all commands:");
  }
});

test("every field of an operation is described", () => {
  const bare = Object.entries(operationDescriptions).flatMap(([name, { fields }]) =>
    fields.filter(({ description }) => !description).map((field) => `${name}.${field.name}`),
  );
  expect(bare).toEqual([]);
});

test("every command says what it does, and the friendly ones have an example or an explanation", async () => {
  const none = { out: () => {}, err: () => {} } as never;
  const program = makeProgram(none, () => {});
  for (const command of leaves(program)) expect(command.description(), command.name()).not.toBe("");
  for (const { words } of friendlyCommands) {
    const { out } = await run([...words, "--help"]);
    if (words[0] !== "context") expect(out.split("Options of all commands:")[1]!.split("\n").length).toBeGreaterThan(7);
  }
});

test("every command that needs an input shows an example of it", async () => {
  const none = { out: () => {}, err: () => {} } as never;
  const words = (command: Command): string[] =>
    command.parent === null ? [] : [...words(command.parent), command.name()];
  const without: string[] = [];
  for (const command of leaves(makeProgram(none, () => {}))) {
    const needs = [...command.registeredArguments, ...command.options].filter(
      (one) => ("required" in one && one.required && !("flags" in one)) || /\(required\)$/.test(one.description),
    );
    // The command of the library that completes words describes itself.
    if (needs.length === 0 || command.name() === "completion") continue;
    const { out } = await run([...words(command), "--help"]);
    if (!/\nExamples?:\n {2}tempograph /.test(out)) without.push(words(command).join(" "));
  }
  expect(without).toEqual([]);
});

test("the guide names every exit code", () => {
  const guide = readFileSync(new URL("../../../docs/guide/cli.md", import.meta.url), "utf8");
  const named = [...guide.matchAll(/^\| (\d+) \| \w/gm)].map(([, code]) => Number(code));
  const all = [OK, UNEXPECTED, WRONG_CALL, ...Object.values(exitCodes), NOT_GOOD, INTERRUPTED];
  expect(named).toEqual(all.toSorted((a, b) => a - b));
});

test("a group's description is a sentence", () => {
  const program = makeProgram({ out: () => {}, err: () => {} } as never, () => {});
  const texts = program.commands.map((command) => command.description());
  expect(texts.filter((text) => /ss\.$/.test(text))).toEqual([]);
});

test("a wrong call ends with 2 and says what would be right", async () => {
  const unknown = await run(["worflow", "list"]);
  expect(unknown).toMatchObject({ code: 2, out: "" });
  expect(unknown.err).toContain("(Did you mean workflow?)");
  expect(await run(["workflow", "get"])).toMatchObject({ code: 2, out: "" });
  const env = { TEMPOGRAPH_URL: "http://127.0.0.1:9" };
  const wrong = [
    ["execution", "list", "--limit", "many"],
    ["execution", "list", "--status", "broken"],
    ["event", "send", "t", "--data", "{"],
    ["event", "send", "t", "--data", "@/nonexistent/file.json"],
    ["workflow", "list", "--timeout", "0"],
    ["workflow", "list", "--url", "file:///etc"],
    ["workflow", "publish", "wf_1", "--input", "[]"],
  ];
  for (const argv of wrong) expect(await run(argv, { env }), argv.join(" ")).toMatchObject({ code: 2, out: "" });
  const argument = await run(["connection", "create", "--name", "shop"], { env });
  expect(argument).toMatchObject({ code: 2, out: "" });
  expect(argument.err).toContain("It is an argument: tempograph connection create <name> <type> …");
  const tokenAlone = await run(["workflow", "list"], { env: { TEMPOGRAPH_TOKEN: "secret" } });
  expect(tokenAlone).toMatchObject({ code: 2, err: expect.stringContaining("Set TEMPOGRAPH_URL") });
  expect(tokenAlone.err).not.toContain("secret");
  const nowhere = await run(["workflow", "list"]);
  expect(nowhere).toMatchObject({ code: 2 });
  expect(nowhere.err).toContain("tempograph login");
});

test("the API's hints name commands, and fields stay as they are", () => {
  expect(withCommands("Make it with `connectionCreate`, or look it up in `connections`.")).toBe(
    "Make it with `tempograph connection create`, or look it up in `tempograph connection list`.",
  );
  for (const text of ["Give the field `event` or `workflows`.", "Raise `timeoutMs`.", "Use `constructor`."])
    expect(withCommands(text)).toBe(text);
});

test("a server that is not there ends with 7, and with --json the error is data", async () => {
  const env = { TEMPOGRAPH_URL: "http://127.0.0.1:9" };
  const { code, out, err } = await run(["workflow", "delete", "wf_1", "--json"], { env });
  expect({ code, out }).toEqual({ code: 7, out: "" });
  expect(JSON.parse(err)).toMatchObject({ error: { code: "API_UNREACHABLE", hint: expect.any(String) } });
  const never = await run(["viewer"], { env: { TEMPOGRAPH_URL: "http://127.0.0.1:1" } });
  expect(never).toMatchObject({
    code: 7,
    err: expect.stringContaining("the port 1 is one of those that are never used"),
  });
});
