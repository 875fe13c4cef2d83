import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenToKeys, shortcuts } from "./shortcuts.ts";

const run = vi.fn<(what: string) => void>();
const shortcut = (keys: string) => ({ keys, title: keys, run: () => run(keys) });
const target = new EventTarget();
let stop: () => void;

beforeEach(() => {
  shortcuts.set([shortcut("?"), shortcut("g e"), shortcut("e"), shortcut("mod+k")]);
  stop = listenToKeys(target as never);
});
afterEach(() => {
  stop();
  shortcuts.set([]);
  run.mockClear();
});

function press(key: string, timeStamp = 0, more: object = {}): void {
  const event = Object.assign(new Event("keydown", { cancelable: true }), { key, ...more });
  Object.defineProperty(event, "timeStamp", { value: timeStamp });
  target.dispatchEvent(event);
}

test("one key, two keys one after the other, and keys with Ctrl or Cmd", () => {
  press("?");
  press("g", 100);
  press("E", 500);
  press("k", 600, { ctrlKey: true });
  press("k", 700, { metaKey: true });
  expect(run.mock.calls.flat()).toEqual(["?", "g e", "mod+k", "mod+k"]);
});

test("Alt with and without the Shift key are two keys", () => {
  shortcuts.set([shortcut("alt+ArrowUp"), shortcut("alt+shift+ArrowUp")]);
  press("ArrowUp", 0, { altKey: true });
  press("ArrowUp", 9_000, { altKey: true, shiftKey: true });
  expect(run.mock.calls.flat()).toEqual(["alt+ArrowUp", "alt+shift+ArrowUp"]);
});

test("a second key that comes too late stands for itself", () => {
  press("g", 100);
  press("e", 5_000);
  expect(run.mock.calls.flat()).toEqual(["e"]);
});

test("the shortcut that was given last wins", () => {
  shortcuts.set([...shortcuts.get(), { ...shortcut("e"), run: () => run("page's e") }]);
  press("e", 9_000);
  expect(run.mock.calls.flat()).toEqual(["page's e"]);
});
