import { Button, Code, Group, Radio, Stack, Text } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { Dialog } from "../../ui/index.ts";
import type { Choices, Conflict, Side } from "../merge/conflict.ts";

interface Props {
  readonly conflicts: readonly Conflict[];
  readonly onDecide: (choices: Choices) => void;
}

/** Somebody else changed the same things. Both values are shown; everything else of both drafts is merged already. */
export function ConflictDialog({ conflicts, onDecide }: Props): ReactElement {
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map());
  const sideOf = ({ key, taken }: Conflict) => choices.get(key) ?? taken;
  return (
    <Dialog opened title="Somebody else changed this workflow, too" size="lg">
      <Stack>
        <Text size="sm">
          Everything that only one of you changed is kept.{" "}
          {conflicts.length === 1 ? "One thing was" : `${conflicts.length} things were`} changed by both. Choose what
          should stay.
        </Text>
        {conflicts.map((conflict) => (
          <Radio.Group
            key={conflict.key}
            label={placeOf(conflict)}
            value={sideOf(conflict)}
            onChange={(side) => setChoices(new Map([...choices, [conflict.key, side as Side]]))}
          >
            <Stack gap={6} mt={6}>
              <Radio value="mine" label={<Value title="Mine" value={conflict.mine} />} />
              <Radio value="theirs" label={<Value title="Theirs" value={conflict.theirs} />} />
            </Stack>
          </Radio.Group>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setChoices(new Map(conflicts.map(({ key }) => [key, "theirs"])))}>
            All theirs
          </Button>
          <Button variant="default" onClick={() => setChoices(new Map(conflicts.map(({ key }) => [key, "mine"])))}>
            All mine
          </Button>
          <Button
            data-autofocus
            onClick={() => onDecide(new Map(conflicts.map((conflict) => [conflict.key, sideOf(conflict)])))}
          >
            Keep these
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function placeOf({ kind, id, path }: Conflict): string {
  const what = kind === "graph" ? "The workflow's settings" : `The ${kind} ${id}`;
  return path === "" ? what : `${what}, ${path.slice(1).replaceAll("/", " › ")}`;
}

function Value({ title, value }: { readonly title: string; readonly value: unknown }): ReactElement {
  const text = value === undefined ? "" : JSON.stringify(value);
  return (
    <>
      {title}:{" "}
      {value === undefined ? <em>removed</em> : <Code>{text.length > 300 ? `${text.slice(0, 299)}…` : text}</Code>}
    </>
  );
}
