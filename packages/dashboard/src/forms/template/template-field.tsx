import { Input } from "@mantine/core";
import type { Extension } from "@codemirror/state";
import { useEffect, useId, useMemo, useState, type ReactElement, type ReactNode } from "react";
import { CodeEditor } from "../editor/code-editor.tsx";
import { createStore } from "../../data/index.ts";
import type { FieldProps } from "../field-props.ts";
import { useScope, type FormScope } from "../scope-context.ts";
import { templateCompletion } from "./completion-source.ts";
import { Preview } from "./preview.tsx";
import { templateLanguage } from "./template-language.ts";

export interface TemplateFieldProps extends FieldProps<string> {
  readonly hasLines?: boolean;
  readonly placeholder?: string;
  /** Shown beside the label, such as the button that leads back to a fixed value. */
  readonly aside?: ReactNode;
  /** Whether the rendered value is a condition's: true or false. */
  readonly isCondition?: boolean;
}

/** Longer texts are written in the JSON of the workflow. */
const MOST = 100_000;

/** A text with `{{ }}` templates in it: completion of what is in scope, and the rendered value while a person writes. */
export function TemplateField(props: TemplateFieldProps): ReactElement {
  const { label, value, onChange, description, isRequired = false, hasLines = false, isCondition = false } = props;
  const scope = useScope();
  const [latest] = useState(() => createStore<FormScope>(scope));
  useEffect(() => latest.set(scope), [latest, scope]);
  const extensions = useMemo<Extension>(() => [templateLanguage, templateCompletion(latest.get)], [latest]);
  // An editor of another shape is another editor, in which a person who is writing would not be any more.
  const [isLine] = useState(!hasLines);
  const id = useId();
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      descriptionProps={{ id: `${id}-description` }}
      withAsterisk={isRequired}
      inputWrapperOrder={["label", "description", "input"]}
    >
      {props.aside}
      <CodeEditor
        value={value}
        onChange={onChange}
        label={label}
        describedBy={`${id}-description ${id}-preview`}
        extensions={extensions}
        isLine={isLine}
        most={MOST}
        {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
      />
      <div id={`${id}-preview`}>
        <Preview text={value} lane={id} isCondition={isCondition} />
      </div>
      {props.problems}
    </Input.Wrapper>
  );
}
