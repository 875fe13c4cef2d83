import { ActionIcon, Button, Fieldset, Group, Stack, Text } from "@mantine/core";
import type {
  ArrayFieldTemplateProps,
  DescriptionFieldProps,
  IconButtonProps,
  ObjectFieldTemplateProps,
  TemplatesType,
} from "@rjsf/utils";
import { buttonId, canExpand } from "@rjsf/utils";
import { IconArrowDown, IconArrowUp, IconCopy, IconPlus, IconTrash } from "../../ui/icons.ts";
import { isObject, type FieldKind, type Json } from "@tempograph/graph";
import type { ReactElement } from "react";
import { caseTitle } from "./case-title.ts";
import { titleOf } from "./readable-schema.ts";
import { useSchemaForm } from "./schema-context.ts";

/** Objects and lists as groups of fields with a legend, and buttons that say what they do. */
export const templates: Partial<TemplatesType> = {
  ObjectFieldTemplate: ObjectFields,
  ArrayFieldTemplate: ListFields,
  DescriptionFieldTemplate: Description,
  ButtonTemplates: {
    AddButton: ({ onClick, disabled, id }: IconButtonProps): ReactElement => (
      <Button
        {...(id !== undefined && { id })}
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={onClick}
        disabled={disabled === true}
      >
        Add
      </Button>
    ),
    RemoveButton: (props: IconButtonProps) => (
      <IconAction {...props} label="Remove" icon={<IconTrash size={16} aria-hidden />} />
    ),
    MoveUpButton: (props: IconButtonProps) => (
      <IconAction {...props} label="Move up" icon={<IconArrowUp size={16} aria-hidden />} />
    ),
    MoveDownButton: (props: IconButtonProps) => (
      <IconAction {...props} label="Move down" icon={<IconArrowDown size={16} aria-hidden />} />
    ),
    CopyButton: (props: IconButtonProps) => (
      <IconAction {...props} label="Copy" icon={<IconCopy size={16} aria-hidden />} />
    ),
  } as never,
};

function IconAction({
  id,
  label,
  icon,
  onClick,
  disabled,
}: Omit<IconButtonProps, "icon"> & { readonly label: string; readonly icon: ReactElement }): ReactElement {
  return (
    <ActionIcon
      {...(id !== undefined && { id })}
      aria-label={label}
      variant="default"
      size="md"
      onClick={onClick}
      disabled={disabled === true}
    >
      {icon}
    </ActionIcon>
  );
}

function Description({ id, description }: DescriptionFieldProps): ReactElement | null {
  if (description === undefined || description === "") return null;
  return (
    <Text id={id} size="xs" c="dimmed" component="div">
      {description}
    </Text>
  );
}

function ObjectFields(props: ObjectFieldTemplateProps): ReactElement {
  const { readingOf } = useSchemaForm();
  const { title, description, properties, fieldPathId, schema, uiSchema, formData, onAddProperty, registry } = props;
  const { AddButton } = registry.templates.ButtonTemplates;
  const { path } = fieldPathId;
  const isCase = path.length === 2 && CASES.has(readingOf(String(path[0])));
  const value = formData as Json | undefined;
  const content = (
    <Stack gap="sm">
      {description !== undefined && description !== "" && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
      {properties
        .filter(({ hidden, name }) => !hidden && !(isCase && isPointless(name, value)))
        .map(({ name, content: field }) => (
          <div key={name}>{field}</div>
        ))}
      {canExpand(schema, uiSchema, formData) && (
        <Group justify="flex-end">
          <AddButton
            id={buttonId(fieldPathId, "add")}
            onClick={onAddProperty}
            uiSchema={uiSchema}
            registry={registry}
          />
        </Group>
      )}
    </Stack>
  );
  if (path.length === 0) return content;
  return <Fieldset legend={(isCase ? caseTitle(value) : undefined) ?? titleOf(title)}>{content}</Fieldset>;
}

const CASES: ReadonlySet<FieldKind> = new Set<FieldKind>(["cases", "values"]);

/** The else case of a branch or a switch has nothing to compare. What somebody has written there is still shown, so that it can be removed. */
function isPointless(name: string, value: Json | undefined): boolean {
  if (!isObject(value) || value["else"] !== true) return false;
  return (name === "condition" || name === "value") && value[name] === undefined;
}

function ListFields({
  title,
  items,
  canAdd,
  onAddClick,
  schema,
  uiSchema,
  fieldPathId,
  registry,
}: ArrayFieldTemplateProps): ReactElement {
  const { AddButton } = registry.templates.ButtonTemplates;
  return (
    <Fieldset legend={titleOf(title)}>
      <Stack gap="sm">
        {schema.description !== undefined && (
          <Text size="xs" c="dimmed">
            {schema.description}
          </Text>
        )}
        {items}
        {canAdd && (
          <Group justify="flex-end">
            <AddButton id={buttonId(fieldPathId, "add")} onClick={onAddClick} uiSchema={uiSchema} registry={registry} />
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}
