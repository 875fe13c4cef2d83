import { Accordion, Input, Stack, Text, TextInput } from "@mantine/core";
import {
  descriptorOf,
  isObject,
  NODE_SETTINGS_SCHEMA,
  pointer,
  type Field,
  type FieldKind,
  type Fix,
  type GraphNode,
  type Json,
  type JsonObject,
  type NameInScope,
  type NodeScope,
  type NodeSettings,
  type NodeTypeManifest,
  type Problem,
} from "@tempograph/graph";
import { useCallback, useMemo, type ReactElement } from "react";
import { JsonEditor } from "./code/json-editor.tsx";
import { FieldIdContext } from "./code/unread-context.ts";
import { FieldProblems } from "./problems/field-problems.tsx";
import { SchemaForm } from "./schema/schema-form.tsx";
import { ScopeContext, type FormScope } from "./scope-context.ts";

export interface NodeFormProps {
  readonly node: GraphNode;
  /** Absent for a type that no installed pack has: its data is then edited as it is. */
  readonly nodeType: NodeTypeManifest | undefined;
  /** JSON Pointer of the node in the graph, such as `/nodes/3`. */
  readonly at: string;
  /** What `scopeAt` gives for the node. */
  readonly names: readonly NameInScope[];
  /** Real values of these names: of the last execution, or of a stored event. */
  readonly sample: NodeScope;
  /** What fields read that are evaluated inside of the node, such as the result of a loop's item. Absent: the same. */
  readonly within?: FormScope | undefined;
  /** Of the whole graph, or of this node. */
  readonly problems: readonly Problem[];
  readonly onChange: (node: GraphNode) => void;
  readonly onFix?: (fix: Fix) => void;
  /** Names of the connections that the node may use. */
  readonly connections?: readonly string[];
  /** Ids of the other nodes. */
  readonly nodeIds?: readonly string[];
}

interface Choices {
  readonly [field: string]: readonly string[];
}

const SETTING_KIND = (): FieldKind => "literal";
const NO_NAMES: readonly string[] = [];

/** The form of a node: its label, its data by the schema of its type, and its settings. */
export function NodeForm(props: NodeFormProps): ReactElement {
  const { node, nodeType, at, names, sample, problems, onChange, onFix } = props;
  const { label = "", settings, data } = node;
  const { within } = props;
  const { connections = NO_NAMES, nodeIds = NO_NAMES } = props;
  const scope = useMemo(() => ({ names, sample }), [names, sample]);
  const readingOf = useCallback((field: string) => kindOf(node.type, field), [node.type]);
  const scopeOf = useCallback(
    (field: string) => (isReadWithin(node.type, field) ? within : undefined),
    [node.type, within],
  );
  const takesConnection = nodeType?.connections !== undefined;
  const dataChoices = useMemo(
    (): Choices => (takesConnection ? { connection: connections } : {}),
    [takesConnection, connections],
  );
  const settingChoices = useMemo(() => ({ compensate: nodeIds }), [nodeIds]);
  const schema = useMemo(() => withConnection(nodeType), [nodeType]);
  const [known, other] = useMemo(() => divided(data, schema), [data, schema]);
  const own = problems.filter(
    ({ path }) => path === at || path === `${at}/data` || path === `${at}/type` || isIn(path, other, `${at}/data`),
  );
  return (
    <ScopeContext value={scope}>
      <Stack gap="sm">
        {nodeType !== undefined && (
          <Text size="sm" c="dimmed">
            {nodeType.description}
          </Text>
        )}
        <FieldProblems problems={own} onFix={onFix} />
        <TextInput
          label="Label"
          description="Shown on the canvas and beside the step."
          value={label}
          onChange={({ currentTarget }) => onChange(withLabel(node, currentTarget.value))}
        />
        <SchemaForm
          id={`${node.id}-data`}
          schema={schema}
          value={known}
          at={`${at}/data`}
          problems={problems}
          onFix={onFix}
          readingOf={readingOf}
          scopeOf={scopeOf}
          choices={dataChoices}
          onChange={(next) => onChange({ ...node, data: { ...next, ...other } })}
        />
        {Object.keys(other).length > 0 && (
          <Input.Wrapper
            label="Other fields"
            labelElement="div"
            description="The type does not have these fields. They are kept."
          >
            <FieldIdContext value={`${node.id}-other`}>
              <JsonEditor
                label="Other fields"
                value={other}
                onChange={(next) => onChange({ ...node, data: { ...known, ...(isObject(next) ? next : {}) } })}
                height="7rem"
              />
            </FieldIdContext>
          </Input.Wrapper>
        )}
        <Accordion variant="separated" keepMounted={false}>
          <Accordion.Item value="settings">
            <Accordion.Control>Retries, time-outs and other settings</Accordion.Control>
            <Accordion.Panel>
              <SchemaForm
                id={`${node.id}-settings`}
                schema={NODE_SETTINGS_SCHEMA}
                value={(settings ?? {}) as JsonObject}
                at={`${at}/settings`}
                problems={problems}
                onFix={onFix}
                readingOf={SETTING_KIND}
                choices={settingChoices}
                onChange={(next) => onChange(withSettings(node, next as NodeSettings))}
              />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      </Stack>
    </ScopeContext>
  );
}

/** How the machine reads a field: constructs say it, and everything else is a template. */
function kindOf(type: string, field: string): FieldKind {
  const named = namedField(type, field);
  return named === undefined ? "template" : typeof named === "string" ? named : named.kind;
}

function isReadWithin(type: string, field: string): boolean {
  const named = namedField(type, field);
  return typeof named === "object" && named.view === "within";
}

function namedField(type: string, field: string): Field | undefined {
  const fields = descriptorOf(type)?.fields ?? {};
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

/** Types that take a connection have its name in their data, beside the fields of their schema. */
function withConnection(nodeType: NodeTypeManifest | undefined): JsonObject {
  const input = nodeType?.input;
  const schema: JsonObject = typeof input === "object" ? input : { type: "object", additionalProperties: true };
  const properties = (schema["properties"] ?? {}) as JsonObject;
  if (nodeType?.connections === undefined || Object.hasOwn(properties, "connection")) return schema;
  const connection = { type: "string", description: `Of the type ${nodeType.connections.join(" or ")}.` };
  return { ...schema, properties: { connection, ...properties } };
}

/** The fields that the form shows, and the others. */
function divided(data: JsonObject, schema: JsonObject): readonly [known: JsonObject, other: JsonObject] {
  const { properties, additionalProperties = false } = schema;
  if (!isObject(properties) || additionalProperties !== false) return [data, {}];
  const entries = Object.entries(data);
  const isKnown = ([name]: [string, Json]) => Object.hasOwn(properties, name);
  return [Object.fromEntries(entries.filter(isKnown)), Object.fromEntries(entries.filter((one) => !isKnown(one)))];
}

/** Whether a problem is about one of these fields. */
function isIn(path: string, fields: JsonObject, at: string): boolean {
  return Object.keys(fields).some((name) => `${path}/`.startsWith(`${at}${pointer(name)}/`));
}

function withLabel({ label: _, ...node }: GraphNode, label: string): GraphNode {
  return label === "" ? node : { ...node, label };
}

function withSettings({ settings: _, ...node }: GraphNode, settings: NodeSettings): GraphNode {
  return Object.keys(settings).length === 0 ? node : { ...node, settings };
}
