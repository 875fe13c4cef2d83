import { Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { useApi, useMay } from "../../data/index.ts";
import { Ago, CopyableId, Empty, JsonView, PageFrame, PageLink, QueryView } from "../../ui/index.ts";
import { EventQuery, type EventOf } from "./documents.ts";
import { Outcomes } from "./outcomes.tsx";
import { SendAgain } from "./send-again.tsx";

const EVERY_MS = 2_000;

const route = getRouteApi("/events/$id");

/** One event: what it says, what became of it for each workflow, and why. */
export function EventPage(): ReactElement {
  const { id } = route.useParams();
  const may = useMay();
  const query = useApi(EventQuery, { id }, { everyMs: EVERY_MS });
  const event = query.data?.event;
  return (
    <PageFrame
      title={event?.type ?? "Event"}
      about={<CopyableId id={id} />}
      above={
        <PageLink to="/events" size="sm">
          Events
        </PageLink>
      }
      actions={event != null && may("eventResend") && <SendAgain event={event} />}
    >
      <QueryView query={query}>
        {({ event: found }) =>
          found === null ? (
            <Empty title="There is no such event">Its address is wrong, or it belongs to another project.</Empty>
          ) : (
            <Stack>
              <Facts event={found} />
              <Title order={2} size="h4">
                What became of it
              </Title>
              <Outcomes event={found} />
              <Title order={2} size="h4">
                What it says
              </Title>
              <JsonView title="The payload" value={found.data} hidden={found.payloadsHidden} />
            </Stack>
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function Facts({ event }: { readonly event: EventOf }): ReactElement {
  const { source, subject, time, receivedAt, dispatchedAt, idempotencyKey, resendOf, attributes } = event;
  return (
    <Card withBorder>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
        <Fact title="Source">{source}</Fact>
        <Fact title="Subject">{subject ?? "none"}</Fact>
        <Fact title="Happened">
          <Ago at={time} />
        </Fact>
        <Fact title="Stored">
          <Ago at={receivedAt} />
        </Fact>
        <Fact title="Matched">{dispatchedAt === null ? "waits for a worker" : <Ago at={dispatchedAt} />}</Fact>
        {idempotencyKey !== null && <Fact title="Idempotency key">{idempotencyKey}</Fact>}
        {resendOf !== null && (
          <Fact title="Repeats">
            <PageLink to="/events/$id" params={{ id: resendOf.id }} size="sm">
              {resendOf.id}
            </PageLink>
          </Fact>
        )}
        {attributes != null && <Fact title="Attributes">{JSON.stringify(attributes)}</Fact>}
      </SimpleGrid>
    </Card>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <Group gap={0} style={{ overflowWrap: "anywhere" }}>
      <Stack gap={0}>
        <Text size="xs" c="dimmed">
          {title}
        </Text>
        <Text size="sm" component="div">
          {children}
        </Text>
      </Stack>
    </Group>
  );
}
