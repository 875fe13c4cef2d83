import { withTheme } from "@rjsf/core";
import { Theme } from "@rjsf/mantine";
import type { RJSFSchema, UiSchema } from "@rjsf/utils";
import type { FieldKind, Fix, JsonObject, JsonSchema, Problem } from "@tempograph/graph";
import { useMemo, type ReactElement } from "react";
import { FieldProblems } from "../problems/field-problems.tsx";
import type { FormScope } from "../scope-context.ts";
import { canDraw } from "./can-draw.ts";
import { readableSchema } from "./readable-schema.ts";
import { SchemaContext } from "./schema-context.ts";
import { templates } from "./templates.tsx";
import { UndrawnForm } from "./undrawn-form.tsx";
import { validator } from "./validator.ts";
import { ValueField } from "./value-field.tsx";

const ThemedForm = withTheme({
  ...Theme,
  fields: { SchemaField: ValueField },
  templates: { ...Theme.templates, ...templates },
});

export interface SchemaFormProps {
  /** Unique on the page; the ids of the fields begin with it. */
  readonly id: string;
  readonly schema: JsonSchema;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
  /** JSON Pointer of the value in the graph. */
  readonly at: string;
  readonly problems: readonly Problem[];
  readonly onFix?: ((fix: Fix) => void) | undefined;
  readonly readingOf?: (field: string) => FieldKind;
  /** The scope of a field of the first level, where it is not that of the whole form. */
  readonly scopeOf?: ((field: string) => FormScope | undefined) | undefined;
  readonly choices?: { readonly [field: string]: readonly string[] };
}

const TEMPLATE = (): FieldKind => "template";
const SAME_SCOPE = (): undefined => undefined;
const NO_CHOICES = {};
// The ids of fields would otherwise be the same in two forms of a page. Nothing is submitted: a change is told at once.
const UI: UiSchema = { "ui:submitButtonOptions": { norender: true } };

/** The form of a JSON Schema. Fields that the schema does not name are kept, and defaults are not written into the value. */
export function SchemaForm(props: SchemaFormProps): ReactElement {
  const { id, schema, value, onChange, at, problems, onFix, readingOf = TEMPLATE, choices = NO_CHOICES } = props;
  const { scopeOf = SAME_SCOPE } = props;
  const isDrawn = useMemo(() => canDraw(schema), [schema]);
  const readable = useMemo(() => (isDrawn ? (readableSchema(schema) as RJSFSchema) : {}), [schema, isDrawn]);
  const schemaText = useMemo(() => JSON.stringify(readable), [readable]);
  const context = useMemo(
    () => ({ at, problems, onFix, readingOf, scopeOf, choices }),
    [at, problems, onFix, readingOf, scopeOf, choices],
  );
  return (
    <SchemaContext value={context}>
      <UndrawnForm
        isDrawn={isDrawn}
        schemaText={schemaText}
        value={value}
        onChange={onChange}
        problems={<FieldProblems problems={problems} onFix={onFix} />}
      >
        <ThemedForm
          tagName="div"
          idPrefix={id}
          schema={readable}
          uiSchema={UI}
          formData={value}
          validator={validator}
          noValidate
          noHtml5Validate
          showErrorList={false}
          experimental_defaultFormStateBehavior={NO_DEFAULTS}
          onChange={({ formData }: { formData?: JsonObject }, changed?: string) => {
            // Without the id of a field nobody has changed anything: the library has only looked at the value.
            if (changed !== undefined && formData !== undefined) onChange(withoutUndefined(formData));
          }}
        />
      </UndrawnForm>
    </SchemaContext>
  );
}

const NO_DEFAULTS = {
  arrayMinItems: { populate: "never" },
  emptyObjectFields: "skipDefaults",
  allOf: "skipDefaults",
  constAsDefaults: "never",
  mergeDefaultsIntoFormData: "useFormDataIfPresent",
} as const;

/** An emptied field is absent. */
function withoutUndefined(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
