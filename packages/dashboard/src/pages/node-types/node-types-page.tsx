import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { triggerDescriptions, type TriggerDescription } from "@tempograph/graph";
import { useState, type ReactElement, type ReactNode } from "react";
import { useApi } from "../../data/index.ts";
import { NodeTypesQuery, type ListedNodeType } from "../../machine/documents.ts";
import { counted, Empty, fitsWords, PageFrame, PageLink, QueryView, TextFilter } from "../../ui/index.ts";
import { NodeTypeDetails } from "./node-type-details.tsx";

const route = getRouteApi("/node-types");

/** What workflows are made of: kinds of triggers, and node types by the pack that brings them. */
export function NodeTypesPage(): ReactElement {
  const { text = "", type } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useApi(NodeTypesQuery, {});
  return (
    <PageFrame title="Node types" about="What workflows are made of, with what each needs and gives">
      <TextFilter
        label="Search"
        placeholder="http, wait, approval …"
        value={text}
        onChange={(value) => void navigate({ search: value === undefined ? {} : { text: value } })}
        width={320}
      />
      <QueryView query={query}>
        {({ nodeTypes }) => {
          const open = nodeTypes.find((one) => one.type === type);
          const found = nodeTypes.filter((one) => fitsWords(text, one.type, one.title, one.description, one.pack.name));
          const kinds = triggerDescriptions.filter((one) => fitsWords(text, one.kind, one.title, one.description));
          return (
            <>
              {open !== undefined && <NodeTypeDetails nodeType={open} />}
              {found.length + kinds.length === 0 ? (
                <Empty title="Nothing fits these words">Take a word away, or write a node of your own in a pack.</Empty>
              ) : (
                <Catalogue key={text} types={found} kinds={kinds} />
              )}
            </>
          );
        }}
      </QueryView>
    </PageFrame>
  );
}

/** Packs of a thousand node types take seconds to draw, and nobody reads through them. */
const AT_FIRST = 100;

function Catalogue(props: {
  readonly types: readonly ListedNodeType[];
  readonly kinds: readonly TriggerDescription[];
}): ReactElement {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? props.types : props.types.slice(0, AT_FIRST);
  const packs = Map.groupBy(shown, ({ pack }) => `${pack.name} ${pack.version}`);
  const more = props.types.length - shown.length;
  return (
    <Stack gap="lg">
      {props.kinds.length > 0 && (
        <Section title="Triggers: what starts a workflow">
          {props.kinds.map(({ kind, title, description }) => (
            <Card key={kind} withBorder>
              <Text fw={600}>{title}</Text>
              <Text size="sm">{description}</Text>
            </Card>
          ))}
        </Section>
      )}
      {[...packs].map(([pack, types]) => (
        <Section key={pack} title={`Pack ${pack}`}>
          {types.map(({ type, title, description, runs }) => (
            <Card key={type} withBorder>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <PageLink to="/node-types" search={(before) => ({ ...before, type })} fw={600}>
                  {title}
                </PageLink>
                {runs === "MACHINE" && (
                  <Badge variant="light" color="gray" radius="sm" tt="none" title="The interpreter does it by itself">
                    built in
                  </Badge>
                )}
              </Group>
              <Text size="xs" c="dimmed" ff="monospace">
                {type}
              </Text>
              <Text size="sm">{description}</Text>
            </Card>
          ))}
        </Section>
      ))}
      {more > 0 && (
        <Group>
          <Text size="sm">{counted(more, "more node type")}. Type a word to find more.</Text>
          <Button size="compact-sm" variant="default" onClick={() => setShowsAll(true)}>
            Show all
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {title}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>{children}</SimpleGrid>
    </Stack>
  );
}
