import type { Json } from "@tempograph/graph";
import type { Slot } from "@tempograph/sentences";
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import type { ProblemCount } from "../canvas/view/decoration.ts";
import type { SentenceLine } from "./lines-of.ts";
import { SentenceRow } from "./sentence-row.tsx";
import classes from "./sentences.module.css";

interface Props {
  readonly label: string;
  readonly lines: readonly SentenceLine[];
  readonly problems?: ReadonlyMap<string, ProblemCount>;
  readonly selected?: string | undefined;
  /** Keep its identity: the lines are drawn again when it is another one. */
  readonly onSet?: ((slot: Slot, value: Json) => void) | undefined;
}

/** A workflow as text. Arrow keys lead from value to value and from line to line, so that nobody has to press Tab a thousand times. */
export function SentenceList({ label, lines, problems, selected, onSet }: Props): ReactElement {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (selected === undefined) return;
    list.current?.querySelector(`[data-node="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const begun = new Set<string>();
  const countAt = ({ phrase: { node, kind } }: SentenceLine): number => {
    if (node === undefined || kind !== "step" || begun.has(node)) return 0;
    begun.add(node);
    const { errors = 0, warnings = 0 } = problems?.get(node) ?? {};
    return errors + warnings;
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys lead between the buttons inside
    <ul ref={list} className={classes["list"]} aria-label={label} onKeyDown={onArrow}>
      {lines.map((line, index) => (
        <SentenceRow
          key={line.phrase.path === undefined ? index : `${line.phrase.kind} ${line.phrase.path}`}
          line={line}
          problems={countAt(line)}
          isSelected={selected !== undefined && line.phrase.node === selected}
          onSet={onSet}
        />
      ))}
    </ul>
  );
}

function onArrow(event: KeyboardEvent<HTMLUListElement>): void {
  const { key, target, currentTarget } = event;
  if (!(target instanceof HTMLElement) || target.dataset["slot"] === undefined) return;
  const slots = [...currentTarget.querySelectorAll<HTMLElement>("[data-slot]")];
  const next = slotBeside(slots, target, key);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function slotBeside(slots: readonly HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const at = slots.indexOf(from);
  const lineOf = (slot: HTMLElement) => slot.closest("li");
  switch (key) {
    case "ArrowRight":
      return slots[at + 1];
    case "ArrowLeft":
      return slots[at - 1];
    case "ArrowDown":
      return slots.slice(at).find((slot) => lineOf(slot) !== lineOf(from));
    case "ArrowUp": {
      const above = slots.slice(0, at).findLast((slot) => lineOf(slot) !== lineOf(from));
      return above && slots.find((slot) => lineOf(slot) === lineOf(above));
    }
    default:
      return undefined;
  }
}
