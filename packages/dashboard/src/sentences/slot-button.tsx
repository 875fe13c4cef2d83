import { Popover } from "@mantine/core";
import type { Json } from "@tempograph/graph";
import type { Slot } from "@tempograph/sentences";
import { lazy, Suspense, useRef, useState, type ReactElement } from "react";
import { IconPencil } from "../ui/icons.ts";
import classes from "./sentences.module.css";
import { slotWords } from "./slot-words.ts";

// The form brings the editors of templates and conditions, which nobody needs who only reads.
const loadForm = async () => ({ default: (await import("./slot-form.tsx")).SlotForm });
const SlotForm = lazy(loadForm);

const LONGEST = 400;

interface Props {
  readonly slot: Slot;
  /** The slot is shown in its finer parts; the button stands behind them and changes the whole. */
  readonly isWhole?: boolean;
  /** The node that the line tells of. */
  readonly node: string | undefined;
  readonly onSet: (slot: Slot, value: Json) => void;
}

/** A value in a sentence. A click, or Enter, opens the control that changes it. */
export function SlotButton({ slot, isWhole = false, node, onSet }: Props): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const words = slotWords(slot);
  const text = slot.text.length > LONGEST ? `${slot.text.slice(0, LONGEST)}…` : slot.text;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        data-slot={slot.path}
        className={isWhole ? classes["whole"] : classes["slot"]}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={isWhole ? "Change the whole condition" : `${text} (${words})`}
        title={isWhole ? "Change the whole condition" : words}
        // The form comes before the click, so that what is typed right after it finds a field.
        onPointerEnter={() => void loadForm()}
        onFocus={() => void loadForm()}
        onClick={() => setOpen(!isOpen)}
      >
        {isWhole ? <IconPencil size={14} aria-hidden /> : text}
      </button>
      {isOpen && (
        <Popover
          opened
          withArrow
          shadow="md"
          width={360}
          position="bottom-start"
          onChange={(next) => !next && setOpen(false)}
          closeOnEscape={false}
          withRoles={false}
        >
          <Popover.Target>
            <span className={classes["anchor"]} />
          </Popover.Target>
          {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the kit places the window; a dialog element would place itself */}
          <Popover.Dropdown role="dialog" aria-label={`Change: ${words}`}>
            <Suspense fallback={null}>
              <SlotForm
                slot={slot}
                node={node}
                label={words}
                onClose={close}
                onSet={(value) => {
                  onSet(slot, value);
                  close();
                }}
              />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}
