import { Badge, Card, Code, Group, Stack, Table, Text, Title } from "@mantine/core";
import { isObject } from "@tempograph/graph";
import type { ReactElement } from "react";
import type { ListedNodeType } from "../../machine/documents.ts";
import { JsonView, ListTable, PageLink } from "../../ui/index.ts";

/** One node type: its fields, its ports, what it gives, and an example. */
export function NodeTypeDetails({ nodeType }: { readonly nodeType: ListedNodeType }): ReactElement {
  const { type, title, description, input, output, ports, portsFrom, idempotent, connections, example, pack } =
    nodeType;
  return (
    <Card withBorder component="section" aria-labelledby="open-type">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" id="open-type">
            {title} <Code>{type}</Code>
          </Title>
          <PageLink to="/node-types" search={({ type: _, ...rest }) => rest} size="sm">
            Close
          </PageLink>
        </Group>
        <Text size="sm">{description}</Text>
        <Group gap="xs">
          {ports.map((port) => (
            <Badge key={port} variant="light" radius="sm" tt="none">
              goes on at “{port}”
            </Badge>
          ))}
          {portsFrom !== null && (
            <Badge variant="light" radius="sm" tt="none">
              and one for each of {portsFrom}
            </Badge>
          )}
          <Badge variant="light" color="gray" radius="sm" tt="none">
            {idempotent === true
              ? "may run twice"
              : idempotent === false
                ? "must not run twice"
                : "its fields decide whether it may run twice"}
          </Badge>
          {(connections ?? []).length > 0 && (
            <Badge variant="light" color="gray" radius="sm" tt="none">
              takes a connection
            </Badge>
          )}
        </Group>
        <Fields schema={input} />
        <JsonView title="An example of its fields" value={example} />
        {isObject(output) && <JsonView title="What it gives" value={output} />}
        <Text size="xs" c="dimmed">
          From the pack {pack.name} {pack.version}
        </Text>
      </Stack>
    </Card>
  );
}

function Fields({ schema }: { readonly schema: unknown }): ReactElement {
  const properties = isObject(schema) && isObject(schema["properties"]) ? Object.entries(schema["properties"]) : [];
  const required = isObject(schema) && Array.isArray(schema["required"]) ? schema["required"] : [];
  if (properties.length === 0) return <Text size="sm">It has no fields.</Text>;
  return (
    <ListTable minWidth={420} columns={["Field", "Type", "What it is"]}>
      {properties.map(([name, field]) => (
        <Table.Tr key={name}>
          <Table.Td>
            <Code>{name}</Code>
            {required.includes(name) && " *"}
          </Table.Td>
          <Table.Td>{isObject(field) ? typeText(field) : "any"}</Table.Td>
          <Table.Td>{isObject(field) ? String(field["description"] ?? "") : ""}</Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}

function typeText({ type, enum: values }: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(", ");
  if (Array.isArray(type)) return type.join(" or ");
  return typeof type === "string" ? type : "any";
}
