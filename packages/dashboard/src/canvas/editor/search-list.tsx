import { Kbd, ScrollArea, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import { Dialog, fitsWords } from "../../ui/index.ts";
import classes from "./editor.module.css";

export interface SearchItem {
  readonly id: string;
  readonly title: string;
  readonly about?: string;
  readonly icon?: ReactNode;
  /** Further words by which it is found. */
  readonly words?: string;
}

interface Props {
  readonly title: string;
  readonly items: readonly SearchItem[];
  readonly onPick: (id: string) => void;
  readonly onClose: () => void;
  /** What it says without any item. */
  readonly empty: string;
}

const MOST = 200;

/** A list to pick from with the keyboard alone: type to search, arrows to choose, Enter to pick. */
export function SearchList({ title, items, onPick, onClose, empty }: Props): ReactElement {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const active = useRef<HTMLButtonElement>(null);
  const found = search(items, text).slice(0, MOST);
  const index = Math.min(chosen, found.length - 1);
  useEffect(() => active.current?.scrollIntoView({ block: "nearest" }), [index]);
  const pick = (id: string) => {
    onClose();
    onPick(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setChosen((index + step + found.length) % Math.max(1, found.length));
    const item = found[index];
    if (event.key === "Enter" && item !== undefined) pick(item.id);
    if (step !== 0 || event.key === "Enter") event.preventDefault();
  };
  /* oxlint-disable jsx-a11y/prefer-tag-over-role -- a datalist can neither show icons nor say more about an entry */
  return (
    <Dialog opened onClose={onClose} title={title}>
      <Stack gap="xs">
        <TextInput
          aria-label={title}
          placeholder="Search"
          value={text}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={found[index] === undefined ? undefined : `${list}-${index}`}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          rightSection={<Kbd size="xs">↵</Kbd>}
        />
        <ScrollArea.Autosize mah="50vh">
          <div role="listbox" id={list} aria-label={title}>
            {found.map((item, position) => (
              <UnstyledButton
                key={item.id}
                id={`${list}-${position}`}
                ref={position === index ? active : undefined}
                role="option"
                aria-selected={position === index}
                tabIndex={-1}
                className={classes["option"]}
                onClick={() => pick(item.id)}
              >
                {item.icon}
                <span>
                  <Text span size="sm" fw={600}>
                    {item.title}
                  </Text>
                  {item.about !== undefined && (
                    <Text span size="xs" c="dimmed" display="block" lineClamp={1}>
                      {item.about}
                    </Text>
                  )}
                </span>
              </UnstyledButton>
            ))}
          </div>
          {found.length === 0 && <Text size="sm">{items.length === 0 ? empty : "Nothing fits these words."}</Text>}
        </ScrollArea.Autosize>
      </Stack>
    </Dialog>
  );
}

/** Items in which every word occurs; those whose title begins with the text come first. */
export function search(items: readonly SearchItem[], text: string): readonly SearchItem[] {
  const [first = ""] = text.trim().toLowerCase().split(/\s+/);
  if (first === "") return items;
  const fits = items.filter(({ id, title, about = "", words = "" }) => fitsWords(text, title, id, about, words));
  const rank = ({ title }: SearchItem) =>
    title.toLowerCase().startsWith(first) ? 0 : title.toLowerCase().includes(first) ? 1 : 2;
  return fits.toSorted((a, b) => rank(a) - rank(b));
}
