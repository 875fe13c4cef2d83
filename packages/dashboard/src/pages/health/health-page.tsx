import { Alert, Badge, Card, Group, Stack, Table, Text, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { graphql, useApi, type ResultOf } from "../../data/index.ts";
import { Ago, Empty, PageFrame, QueryView } from "../../ui/index.ts";
import { IconAlertTriangle, IconCheck } from "../../ui/icons.ts";

const EVERY_MS = 5_000;
/** The findings read a day of events, so they are asked for more seldom. */
const FINDINGS_EVERY_MS = 30_000;

const HealthQuery = graphql(`
  query HealthPage {
    health {
      version
    }
    overview {
      mirrorLagMs
      parts {
        name
        title
        ok
        message
        latencyMs
      }
      workers {
        name
        startedAt
        seenAt
        mirrorLagMs
      }
    }
  }
`);

const FindingsQuery = graphql(`
  query Findings {
    doctor {
      name
      title
      about
      ok
      message
      hint
    }
  }
`);

type Overview = ResultOf<typeof HealthQuery>["overview"];

/** Whether everything works, and what to do where it does not. */
export function HealthPage(): ReactElement {
  const health = useApi(HealthQuery, {}, { everyMs: EVERY_MS });
  const findings = useApi(FindingsQuery, {}, { everyMs: FINDINGS_EVERY_MS });
  const version = health.data?.health.version;
  return (
    <PageFrame title="Health" about={version === undefined ? undefined : `Tempograph ${version}`}>
      <QueryView query={health}>
        {({ overview }) => (
          <Stack>
            <Parts parts={overview.parts} />
            <Workers workers={overview.workers} />
          </Stack>
        )}
      </QueryView>
      <Title order={2} size="h4">
        What was examined
      </Title>
      <QueryView query={findings}>
        {({ doctor }) => (
          <Stack gap="xs">
            {doctor.map(({ name, title, about, ok, message, hint }) => (
              <Alert
                key={name}
                color={ok ? "green" : "red"}
                variant="light"
                icon={ok ? <IconCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
                title={`${title}: ${ok ? "in order" : "not in order"}`}
              >
                <Text size="sm" c="dimmed">
                  {about}
                </Text>
                <Text size="sm">{message}</Text>
                {hint !== null && <Text size="sm">{hint}</Text>}
              </Alert>
            ))}
          </Stack>
        )}
      </QueryView>
    </PageFrame>
  );
}

function Parts({ parts }: { readonly parts: Overview["parts"] }): ReactElement {
  return (
    <Group align="stretch">
      {parts.map(({ name, title, ok, message, latencyMs }) => (
        <Card key={name} withBorder miw={220} maw={420}>
          <Group justify="space-between">
            <Text fw={600}>{title}</Text>
            <Badge variant="light" color={ok ? "green" : "red"} tt="none" radius="sm">
              {ok ? "works" : "has a problem"}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {message ?? (latencyMs === null ? "" : `Answers in ${latencyMs.toFixed(1)} ms`)}
          </Text>
        </Card>
      ))}
    </Group>
  );
}

function Workers({ workers }: { readonly workers: Overview["workers"] }): ReactElement {
  if (workers.length === 0)
    return (
      <Empty title="No worker is alive" icon={IconAlertTriangle}>
        Events are stored, and executions go on as soon as a worker runs. Start one, or look at the log of the last one.
      </Empty>
    );
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table captionSide="top">
        <Table.Caption>Workers</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Host and process</Table.Th>
            <Table.Th>Started</Table.Th>
            <Table.Th>Last seen</Table.Th>
            <Table.Th>Ends shown after</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {workers.map(({ name, startedAt, seenAt, mirrorLagMs }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td>
                <Ago at={startedAt} size="sm" />
              </Table.Td>
              <Table.Td>
                <Ago at={seenAt} size="sm" />
              </Table.Td>
              <Table.Td>{mirrorLagMs === null ? "nothing ended lately" : `${String(mirrorLagMs)} ms`}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
