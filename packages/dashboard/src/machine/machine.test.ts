import { coreNodeTypes } from "@tempograph/graph";
import { Worker } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { MachineError, Superseded } from "./machine-error.ts";
import { createMachine, type Machine, type WorkerLike } from "./machine.ts";
import { createAnswering, type FromWorker, type ToWorker } from "./messages.ts";

const machines: Machine[] = [];
afterEach(() => machines.splice(0).forEach((machine) => machine.stop()));

function machineWith(startWorker: () => WorkerLike, taskMs = 10_000): Machine {
  const machine = createMachine(startWorker, { taskMs, graceMs: 1 });
  machines.push(machine);
  return machine;
}

/** A worker whose answers the test gives. */
class HeldWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  readonly messages: ToWorker[] = [];
  ended = false;

  postMessage(message: ToWorker): void {
    this.messages.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  answer(data: FromWorker): void {
    this.onmessage?.({ data });
  }

  tasks(): number[] {
    return this.messages.flatMap((message) => (message.kind === "task" ? [message.id] : []));
  }
}

/** A worker in the same thread. */
function directWorker(): WorkerLike {
  const answer = createAnswering();
  const worker: WorkerLike = {
    onmessage: null,
    onerror: null,
    terminate() {},
    postMessage: (message) => {
      void answer(message).then((data) => data && worker.onmessage?.({ data }));
    },
  };
  return worker;
}

/** The worker as a thread of its own, with messages that are copied as between a page and its worker. */
function thread(): WorkerLike {
  const execArgv = ["--conditions=@tempograph/source"];
  const inner = new Worker(new URL("./test-kit/thread.ts", import.meta.url), { execArgv });
  const worker: WorkerLike = {
    onmessage: null,
    onerror: null,
    postMessage: (message) => inner.postMessage(message),
    terminate: () => void inner.terminate(),
  };
  inner.on("message", (data: FromWorker) => worker.onmessage?.({ data }));
  inner.on("error", ({ message }: Error) => worker.onerror?.({ message }));
  return worker;
}

const delay = { nodes: [{ id: "wait", type: "delay", data: { ms: 1_000 } }], edges: [] };
const event = { id: "e", type: "x", source: "test", time: "2026-01-01T00:00:00.000Z", data: { n: 1 } };

test("a graph is checked and simulated in a thread, with the node types that the machine was given", async () => {
  const machine = machineWith(thread);
  machine.setTypes(coreNodeTypes);
  expect(await machine.run("checkGraph", { graph: delay })).toEqual({ problems: [], publishable: true });
  const broken = { ...delay, nodes: [{ id: "wait", type: "dealy", data: {} }] };
  const { problems, publishable } = await machine.run("checkGraph", { graph: broken });
  expect([publishable, problems.map(({ code }) => code)]).toEqual([false, ["UNKNOWN_NODE_TYPE"]]);

  const simulated = await machine.run("simulate", {
    simulated: { draft: { graph: delay, triggers: [] }, workflow: { id: "none", name: "simulation" } },
    ...{ event, known: {}, limits: { maxSteps: 100, maxVirtualMs: 60_000 } },
    script: { outcomes: {}, signals: [], replies: [], operations: [] },
  });
  expect(simulated).toMatchObject({ simulation: { status: "completed", tookMs: 1_000 } });
  expect("trace" in simulated && simulated.trace.map(({ kind }) => kind)).toEqual(["waiting", "completed"]);
});

test("templates and conditions are evaluated with given data, and say why they cannot be", async () => {
  const machine = machineWith(directWorker);
  const scope = { payload: { n: 3 }, steps: { a: { id: "x" } } };
  const render = (expression: string) => machine.run("renderTemplate", { expression, scope });
  expect(await render("{{ payload.n + 1 }}")).toEqual({ value: 4 });
  expect(await render("id {{ steps.a.id }}")).toEqual({ value: "id x" });
  expect(await render("{{ payload.m }}")).toMatchObject({ failure: { code: "EXPRESSION_PATH_MISSING" } });
  const holds = (expression: never) => machine.run("evaluateCondition", { expression, scope });
  expect(await holds({ ">": [{ var: "payload.n" }, 2] } as never)).toEqual({ value: true });
});

test("what could not be loaded is loaded by another worker, because a worker keeps in mind that it failed", async () => {
  const workers: HeldWorker[] = [];
  const machine = machineWith(() => workers[workers.push(new HeldWorker()) - 1]!);
  const first = machine.run("readCode", { text: "" }).catch((error: Error) => error);
  const second = machine.run("readCode", { text: "" });
  const error = { name: "TypeError", message: "Failed to fetch dynamically imported module: http://x/y.js" };
  workers[0]!.answer({ id: 1, error });
  expect(await first).toMatchObject({ code: "API_UNREACHABLE" });
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  workers[1]!.answer({ id: 2, value: {} });
  expect(await second).toEqual({});
});

test("of the requests in one lane only the newest is run and answered; other lanes are not touched", async () => {
  const worker = new HeldWorker();
  const machine = machineWith(() => worker);
  const ask = (lane: string) => machine.run("checkGraph", { graph: delay }, lane).catch((error: Error) => error);
  const [first, second, third, other] = [ask("form"), ask("form"), ask("form"), ask("canvas")];
  expect(await first).toBeInstanceOf(Superseded);
  expect(await second).toBeInstanceOf(Superseded);
  expect(worker.tasks()).toEqual([1]);
  worker.answer({ id: 1, value: "late" });
  worker.answer({ id: 3, value: "newest" });
  worker.answer({ id: 4, value: "other" });
  expect([await third, await other]).toEqual(["newest", "other"]);
  expect(worker.tasks()).toEqual([1, 3, 4]);
});

test("a worker that hangs is ended, the page is told, and the next task runs in a new worker that knows the node types", async () => {
  const hanging = new HeldWorker();
  const workers = [hanging, directWorker()];
  const machine = machineWith(() => workers.shift()!, 20);
  machine.setTypes(coreNodeTypes);
  const hung = machine.run("checkGraph", { graph: delay });
  const next = machine.run("checkGraph", { graph: delay });
  await expect(hung).rejects.toMatchObject({ code: "INPUT_TOO_EXPENSIVE" });
  expect(hanging.ended).toBe(true);
  expect(await next).toEqual({ problems: [], publishable: true });
});

test("a hanging task that nobody waits for any more is ended soon", async () => {
  const hanging = new HeldWorker();
  const workers = [hanging, directWorker()];
  const machine = machineWith(() => workers.shift()!);
  const hung = machine.run("checkGraph", { graph: delay }, "form");
  const next = machine.run("checkGraph", { graph: { nodes: [], edges: [] } }, "form");
  await expect(hung).rejects.toBeInstanceOf(Superseded);
  expect(await next).toMatchObject({ publishable: false });
  expect(hanging.ended).toBe(true);
});

test("a worker that breaks, and a task that throws, are told as errors with a hint", async () => {
  const breaking = new HeldWorker();
  const workers = [breaking, directWorker()];
  const machine = machineWith(() => workers.shift()!);
  const broken = machine.run("checkGraph", { graph: delay });
  breaking.onerror?.({ message: "out of memory" });
  await expect(broken).rejects.toThrow("out of memory");
  const thrown = machine.run("simulate", null as never).catch((error: Error) => error);
  expect(await thrown).toBeInstanceOf(MachineError);
});
