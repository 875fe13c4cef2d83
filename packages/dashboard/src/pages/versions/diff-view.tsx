import { Badge, Box, Code, Group, List, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { isObject } from "@tempograph/graph";
import { useState, type ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { Empty, ErrorPanel, QueryView } from "../../ui/index.ts";
import { DiffCanvas } from "./diff-canvas.tsx";
import { diffLines } from "./diff-lines.ts";
import { DiffQuery, type Diff } from "./documents.ts";

interface Props {
  readonly workflowId: string;
  /** A version's number, or `DRAFT`. */
  readonly from: string;
  readonly to: string;
}

/** A draft may be edited while somebody looks at what differs. */
const EVERY_MS = 3_000;

/** What differs between two versions: on the canvas, in sentences, and node by node. */
export function DiffView({ workflowId: id, from, to }: Props): ReactElement {
  const everyMs = (from === "DRAFT" || to === "DRAFT") && EVERY_MS;
  const query = useApi(DiffQuery, { id, from, to, fromVersion: from, toVersion: to }, { keepsPrevious: true, everyMs });
  const [selected, setSelected] = useState<string>();
  return (
    <QueryView query={query}>
      {({ workflowDiff, before, after }) => {
        if (workflowDiff.__typename !== "WorkflowDiff") return <ErrorPanel error={new Error(workflowDiff.message)} />;
        if (workflowDiff.identical) return <Empty title="Nothing differs">Both have the same content.</Empty>;
        const texts = before.__typename === "WorkflowSentences" && after.__typename === "WorkflowSentences";
        return (
          <Stack>
            {workflowDiff.sameMeaning && (
              <Text size="sm">Only the picture differs. Executions of both do the same.</Text>
            )}
            <DiffCanvas workflowId={id} from={from} to={to} selected={selected} onSelect={setSelected} />
            {texts && <SentenceDiff before={before.text} after={after.text} />}
            <ElementDiff diff={workflowDiff} only={selected} />
          </Stack>
        );
      }}
    </QueryView>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−" } as const;
const COLORS = { same: undefined, added: "green", removed: "red" } as const;

function SentenceDiff({ before, after }: { readonly before: string; readonly after: string }): ReactElement {
  return (
    <Box component="section" aria-label="What differs, in sentences">
      {diffLines(before, after).map(({ kind, text }, index) => (
        <Text
          key={index}
          size="sm"
          px="xs"
          {...(COLORS[kind] !== undefined && { bg: `var(--mantine-color-${COLORS[kind]}-light)` })}
          style={{ whiteSpace: "pre-wrap" }}
        >
          <span aria-hidden>{SIGNS[kind]} </span>
          {kind !== "same" && <VisuallyHidden>{kind}: </VisuallyHidden>}
          {text}
        </Text>
      ))}
    </Box>
  );
}

interface ElementDiffProps {
  readonly diff: Diff;
  /** The only node that the person wants to know about. */
  readonly only: string | undefined;
}

function ElementDiff({ diff, only }: ElementDiffProps): ReactElement {
  const { nodes, edges, settings } = diff;
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
            {edges.added.length} connections added, {edges.removed.length} removed
          </List.Item>
        )}
        {only === undefined && settings.length > 0 && (
          <Change how="changed" what="the settings">
            {settings}
          </Change>
        )}
      </List>
    </Box>
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
