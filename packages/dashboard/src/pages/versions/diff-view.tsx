import { Badge, Box, Code, Group, List, Stack, Text, Title } from "@mantine/core";
import { isObject } from "@tempograph/graph";
import { useMemo, useState, type ReactElement } from "react";
import { ApiError, useApi } from "../../data/index.ts";
import type { TaskInput } from "../../machine/tasks.ts";
import { useMachine } from "../../machine/use-machine.ts";
import { ComparedLines } from "../../sentences/compared-lines.tsx";
import { counted, Empty, ErrorPanel, Loading, QueryView } from "../../ui/index.ts";
import { DiffCanvas } from "./diff-canvas.tsx";
import { DRAFT_EVERY_MS, DiffQuery, type Diff, type SentencesAnswer } from "./documents.ts";

interface Props {
  readonly workflowId: string;
  /** A version's number, or `DRAFT`. */
  readonly from: string;
  readonly to: string;
}

/** What differs between two versions: on the canvas, in sentences, and node by node. */
export function DiffView({ workflowId: id, from, to }: Props): ReactElement {
  const everyMs = (from === "DRAFT" || to === "DRAFT") && DRAFT_EVERY_MS;
  const query = useApi(DiffQuery, { id, from, to, fromVersion: from, toVersion: to }, { keepsPrevious: true, everyMs });
  const [selected, setSelected] = useState<string>();
  return (
    <QueryView query={query}>
      {({ workflowDiff, before, after }) => {
        if (workflowDiff.__typename !== "WorkflowDiff") return <ErrorPanel error={new ApiError(workflowDiff)} />;
        if (workflowDiff.identical) return <Empty title="Nothing differs">Both have the same content.</Empty>;
        const areTold = before.__typename === "WorkflowSentences" && after.__typename === "WorkflowSentences";
        return (
          <Stack>
            {workflowDiff.sameMeaning && (
              <Text size="sm">Only the picture differs. Executions of both do the same.</Text>
            )}
            <DiffCanvas workflowId={id} from={from} to={to} selected={selected} onSelect={setSelected} />
            {areTold && <SentenceDiff before={before} after={after} />}
            <ElementDiff diff={workflowDiff} only={selected} />
          </Stack>
        );
      }}
    </QueryView>
  );
}

function SentenceDiff({ before, after }: Record<"before" | "after", SentencesAnswer>): ReactElement {
  // The API gives sentences as `sentencesOf` makes them.
  const input = useMemo(() => ({ before, after }) as unknown as TaskInput<"compareSentences">, [before, after]);
  const { value } = useMachine("compareSentences", input, { lane: "compare-versions", debounceMs: 0 });
  return value === undefined ? <Loading /> : <ComparedLines label="What differs, in sentences" lines={value} />;
}

interface ElementDiffProps {
  readonly diff: Diff;
  /** The only node that the person wants to know about. */
  readonly only: string | undefined;
}

function ElementDiff({ diff, only }: ElementDiffProps): ReactElement {
  const { nodes, edges, triggers, settings } = diff;
  const idOf = (node: unknown): string => (isObject(node) ? String(node["id"]) : "?");
  const isMeant = (id: string) => only === undefined || id === only;
  const added = nodes.added.map(idOf).filter(isMeant);
  const removed = nodes.removed.map(idOf).filter(isMeant);
  const changed = nodes.changed.filter(({ id, layout }) => !layout && isMeant(id));
  return (
    <Box component="section">
      <Title order={3} size="h5">
        Node by node
      </Title>
      <List size="sm" mt="xs">
        {added.map((id) => (
          <Change key={`+${id}`} how="added" what={id} />
        ))}
        {removed.map((id) => (
          <Change key={`-${id}`} how="removed" what={id} />
        ))}
        {changed.map(({ id, changes }) => (
          <Change key={id} how="changed" what={id}>
            {changes.filter(({ layout }) => !layout)}
          </Change>
        ))}
        {only !== undefined && added.length + removed.length + changed.length === 0 && (
          <List.Item>
            Nothing differs in what <Code>{only}</Code> does.
          </List.Item>
        )}
        {only === undefined && edges.added.length + edges.removed.length > 0 && (
          <List.Item>
            {counted(edges.added.length, "connection")} added, {edges.removed.length} removed
          </List.Item>
        )}
        {only === undefined && <TriggerChanges triggers={triggers} />}
        {only === undefined && settings.length > 0 && (
          <Change how="changed" what="the settings">
            {settings}
          </Change>
        )}
      </List>
    </Box>
  );
}

function TriggerChanges({ triggers: { added, removed, changed } }: Pick<Diff, "triggers">): ReactElement {
  return (
    <>
      {added.map(({ id }) => (
        <Change key={`+${id}`} how="added" what={`trigger ${id}`} />
      ))}
      {removed.map(({ id }) => (
        <Change key={`-${id}`} how="removed" what={`trigger ${id}`} />
      ))}
      {changed.map(({ id, changes }) => (
        <Change key={id} how="changed" what={`trigger ${id}`}>
          {changes}
        </Change>
      ))}
    </>
  );
}

interface ChangeProps {
  readonly how: "added" | "removed" | "changed";
  readonly what: string;
  readonly children?: Diff["settings"];
}

function Change({ how, what, children = [] }: ChangeProps): ReactElement {
  const color = { added: "green", removed: "red", changed: "yellow" }[how];
  return (
    <List.Item>
      <Group gap={6}>
        <Badge variant="light" color={color} radius="sm" tt="none">
          {how}
        </Badge>
        <Code>{what}</Code>
      </Group>
      {children.map(({ path, before, after }) => (
        <Text key={path} size="xs" style={{ overflowWrap: "anywhere" }}>
          {path}: {short(before)} → {short(after)}
        </Text>
      ))}
    </List.Item>
  );
}

const short = (value: unknown): string => (value == null ? "nothing" : (JSON.stringify(value) ?? "").slice(0, 200));
