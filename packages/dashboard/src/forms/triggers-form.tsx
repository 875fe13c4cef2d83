import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "../ui/icons.ts";
import {
  scopeOfTrigger,
  triggerDescription,
  triggerDescriptions,
  triggerKind,
  WHEN_SCHEMA,
  type FieldKind,
  type Fix,
  type Json,
  type JsonObject,
  type NodeScope,
  type Problem,
  type Trigger,
} from "@tempograph/graph";
import { useMemo, type ReactElement } from "react";
import { FieldIdContext } from "./code/unread-context.ts";
import { ConditionField } from "./condition/condition-field.tsx";
import { FieldProblems } from "./problems/field-problems.tsx";
import { SchemaForm } from "./schema/schema-form.tsx";
import { ScopeContext } from "./scope-context.ts";

interface Shared {
  /** Of a stored event. */
  readonly sample: NodeScope;
  readonly problems: readonly Problem[];
  readonly onFix?: (fix: Fix) => void;
}

interface Props extends Shared {
  readonly triggers: readonly Trigger[];
  readonly onChange: (triggers: readonly Trigger[]) => void;
}

const KINDS = triggerDescriptions.map(({ kind, title }) => ({ value: kind, label: title }));
const LITERAL = (): FieldKind => "literal";
const TEMPLATE = (): FieldKind => "template";

/** What starts a workflow: a form for each trigger, by its kind. */
export function TriggersForm({ triggers, onChange, ...shared }: Props): ReactElement {
  return (
    <Stack gap="md">
      {triggers.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing starts this workflow yet. Add a trigger, such as an event that other systems send.
        </Text>
      )}
      {triggers.map((trigger, index) => (
        <TriggerForm
          key={trigger.id ?? index}
          {...shared}
          trigger={trigger}
          index={index}
          onChange={(next) => onChange(next === undefined ? triggers.toSpliced(index, 1) : triggers.with(index, next))}
        />
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...triggers, {}])}
        >
          Add a trigger
        </Button>
      </Group>
    </Stack>
  );
}

interface TriggerProps extends Shared {
  readonly trigger: Trigger;
  readonly index: number;
  readonly onChange: (trigger: Trigger | undefined) => void;
}

function TriggerForm({ trigger, index, sample, problems, onChange, onFix }: TriggerProps): ReactElement {
  const at = `/triggers/${index}`;
  const description = triggerDescription(triggerKind(trigger));
  const scope = useMemo(() => ({ names: scopeOfTrigger(trigger), sample }), [trigger, sample]);
  const of = (path: string) => (
    <FieldProblems problems={problems.filter((problem) => problem.path === at + path)} onFix={onFix} />
  );
  const set = (field: string, value: Json | undefined) => {
    const { [field]: _, ...rest } = trigger as unknown as JsonObject;
    onChange((value === undefined ? rest : { ...trigger, [field]: value }) as unknown as Trigger);
  };
  return (
    <ScopeContext value={scope}>
      <Fieldset legend={`Trigger ${index + 1}`}>
        <Stack gap="sm">
          <Group align="end" wrap="nowrap">
            <Select
              flex={1}
              label="Started by"
              description={description?.description}
              data={KINDS}
              value={triggerKind(trigger)}
              allowDeselect={false}
              onChange={(kind) => kind !== null && onChange(ofKind(trigger, kind))}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={`Remove trigger ${index + 1}`}
              onClick={() => onChange(undefined)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
          {of("")}
          {description?.fields?.includes("eventType") === true && (
            <div>
              <TextInput
                label="Event type"
                description="Such as order.created, order.* or, for every event, nothing."
                value={trigger.eventType ?? ""}
                onChange={({ currentTarget: { value } }) => set("eventType", value === "" ? undefined : value)}
              />
              {of("/eventType")}
            </div>
          )}
          {description?.fields?.includes("source") === true && (
            <div>
              <TextInput
                label="Source"
                description="Only events of this source, in full."
                value={trigger.source ?? ""}
                onChange={({ currentTarget: { value } }) => set("source", value === "" ? undefined : value)}
              />
              {of("/source")}
            </div>
          )}
          {description?.config !== undefined && (
            <SchemaForm
              id={`trigger-${index}-config`}
              schema={description.config}
              value={trigger.config ?? {}}
              at={`${at}/config`}
              problems={problems}
              onFix={onFix}
              readingOf={LITERAL}
              onChange={(config) => set("config", config)}
            />
          )}
          <FieldIdContext value={`trigger-${index}-condition`}>
            <ConditionField
              label="Condition"
              description="Only events for which this holds."
              value={trigger.condition}
              onChange={(rule) => set("condition", rule)}
              problems={of("/condition")}
            />
          </FieldIdContext>
          <details>
            <summary>More conditions: times, earlier executions, memory, lookups</summary>
            <SchemaForm
              id={`trigger-${index}-when`}
              schema={WHEN_SCHEMA}
              value={(trigger.when ?? {}) as JsonObject}
              at={`${at}/when`}
              problems={problems}
              onFix={onFix}
              readingOf={TEMPLATE}
              onChange={(when) => set("when", Object.keys(when).length === 0 ? undefined : when)}
            />
          </details>
        </Stack>
      </Fieldset>
    </ScopeContext>
  );
}

/** Another kind has another configuration; the id and the conditions stay. */
function ofKind({ id, condition, when }: Trigger, kind: string): Trigger {
  const description = triggerDescription(kind);
  const kept = {
    ...(id !== undefined && { id }),
    ...(condition !== undefined && { condition }),
    ...(when !== undefined && { when }),
  };
  if (description?.config === undefined) return { ...kept, ...(kind !== "event" && { kind, config: {} }) } as Trigger;
  return { ...kept, kind, config: description.example ?? {} };
}
