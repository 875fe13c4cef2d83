import { Autocomplete, Button, Group } from "@mantine/core";
import { getDefaultRegistry } from "@rjsf/core";
import type { FieldProps } from "@rjsf/utils";
import { pointer, type Json, type JsonObject } from "@tempograph/graph";
import { useCallback, useState, type ReactElement, type ReactNode } from "react";
import { FieldIdContext } from "../code/unread-context.ts";
import { ConditionField } from "../condition/condition-field.tsx";
import { FieldProblems } from "../problems/field-problems.tsx";
import { parseScalar, printScalar, isScalar } from "../rules/scalar.ts";
import { ScopeContext } from "../scope-context.ts";
import { TemplateField } from "../template/template-field.tsx";
import { AnyField } from "./any-field.tsx";
import { MAX_LEVELS } from "./can-draw.ts";
import { editorKind, hasLines, mayHoldTemplate, type FieldPlace } from "./field-kind.ts";
import { useSchemaForm } from "./schema-context.ts";
import { titleOf } from "./readable-schema.ts";

const PlainField = getDefaultRegistry().fields.SchemaField as React.ComponentType<FieldProps>;

/**
 * A field of a form: what the library makes of its schema, or our editor where a template, a condition or any value can stand. A button switches a field between
 * a fixed value and a template. Its problems are below it.
 */
export function ValueField(props: FieldProps): ReactElement {
  const { path, $id: id } = props.fieldPathId;
  const { scopeOf } = useSchemaForm();
  // A schema that refers to itself would be drawn without end. `UndrawnForm` shows JSON instead.
  if (path.length > MAX_LEVELS) throw new Error(`The form has more than ${String(MAX_LEVELS)} levels.`);
  const scope = path.length === 1 ? scopeOf(String(path[0])) : undefined;
  const field = (
    <FieldIdContext value={id}>
      <FieldInScope {...props} />
    </FieldIdContext>
  );
  return scope === undefined ? field : <ScopeContext value={scope}>{field}</ScopeContext>;
}

function FieldInScope(props: FieldProps): ReactElement {
  const { schema, formData, fieldPathId, name, onChange, required = false } = props;
  const { at, problems, onFix, readingOf, choices } = useSchemaForm();
  const { path: segments } = fieldPathId;
  const [field, ...below] = segments;
  const place: FieldPlace = {
    schema: schema as JsonObject,
    value: formData as Json | undefined,
    reading: field === undefined ? "literal" : readingOf(String(field)),
    below,
  };
  const [wantsTemplate, setWantsTemplate] = useState(false);
  const set = useCallback(
    (value: Json | undefined) => onChange(value as never, segments, undefined, fieldPathId.$id),
    [onChange, segments, fieldPathId.$id],
  );
  // The form itself is no field.
  if (field === undefined) return <PlainField {...props} />;

  const where = at + pointer(...segments);
  const label = schema.title ?? titleOf(name);
  const kind = editorKind(place);
  // What is inside a value that one editor shows has no field of its own.
  const isAbout = (path: string) => path === where || (kind !== "schema" && path.startsWith(`${where}/`));
  const own = <FieldProblems problems={problems.filter((problem) => isAbout(problem.path))} onFix={onFix} />;
  const common = { label, description: schema.description, isRequired: required, problems: own };
  const names = below.length === 0 ? choices[String(field)] : undefined;

  if (names !== undefined && (place.value === undefined || typeof place.value === "string")) {
    return (
      <Wrapped problems={own}>
        <Autocomplete
          label={label}
          description={schema.description}
          data={[...names]}
          value={(place.value as string | undefined) ?? ""}
          onChange={(text) => set(text === "" ? undefined : text)}
        />
      </Wrapped>
    );
  }
  if (kind === "condition") return <ConditionField {...common} value={place.value} onChange={set} />;
  if (kind === "any")
    return <AnyField {...common} value={place.value} onChange={set} canBeTemplate={mayHoldTemplate(place)} />;
  if (kind === "scalar") {
    const text = place.value === undefined || !isScalar(place.value) ? "" : printScalar(place.value);
    return (
      <TemplateField
        {...common}
        value={text}
        onChange={(typed) => set(typed === "" ? undefined : parseScalar(typed))}
      />
    );
  }
  if (kind === "template" || wantsTemplate) {
    const isText = kind === "template" && schema.type === "string";
    return (
      <TemplateField
        {...common}
        hasLines={hasLines(place.value)}
        value={typeof place.value === "string" ? place.value : ""}
        onChange={(text) => set(text === "" ? undefined : text)}
        aside={
          isText ? undefined : (
            <Switch
              label="Fixed value"
              onClick={() => {
                setWantsTemplate(false);
                set(undefined);
              }}
            />
          )
        }
      />
    );
  }
  const canSwitch = mayHoldTemplate(place) && schema.type !== "object";
  return (
    <Wrapped
      problems={own}
      aside={
        canSwitch ? <Switch label="Use a template" of={label} onClick={() => setWantsTemplate(true)} /> : undefined
      }
    >
      <PlainField {...props} />
    </Wrapped>
  );
}

function Wrapped({
  children,
  problems,
  aside,
}: {
  readonly children: ReactNode;
  readonly problems: ReactNode;
  readonly aside?: ReactNode;
}): ReactElement {
  return (
    <div>
      {children}
      {aside}
      {problems}
    </div>
  );
}

function Switch({
  label,
  of,
  onClick,
}: {
  readonly label: string;
  readonly of?: string;
  readonly onClick: () => void;
}): ReactElement {
  return (
    <Group justify="flex-end">
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={onClick}
        {...(of !== undefined && { "aria-label": `${label} for ${of}` })}
      >
        {label}
      </Button>
    </Group>
  );
}
