import { Alert, Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactElement, type ReactNode } from "react";
import { ErrorPanel } from "../ui/index.ts";
import { givenValues, initialTexts } from "./given-values.ts";
import type { OperationField } from "./operation-field.ts";

interface Props {
  readonly fields: readonly OperationField[];
  /** What cannot be undone about it: its button is red. */
  readonly warning?: string | undefined;
  /** What else has to be said before somebody decides. */
  readonly children?: ReactNode;
  /** The words of its button. */
  readonly action: string;
  /** Whether there is nothing to do. */
  readonly isPointless?: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onGiven: (values: Readonly<Record<string, unknown>>) => void;
  readonly onClose: () => void;
}

/** Asks for what an operation needs, and says what cannot be undone. What was written stays when the API refuses. */
export function OperationForm(props: Props): ReactElement {
  const { fields, warning, children, action, isPointless = false, isPending, error, onGiven, onClose } = props;
  const [texts, setTexts] = useState(() => initialTexts(fields));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const submit = (): void => {
    const given = givenValues(fields, texts);
    setProblems("problems" in given ? given.problems : {});
    if ("values" in given) onGiven(given.values);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        {children !== undefined && (
          <Text component="div" size="sm">
            {children}
          </Text>
        )}
        {warning !== undefined && (
          <Alert color="orange" variant="light">
            {warning}
          </Alert>
        )}
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            text={texts[field.name] ?? ""}
            problem={problems[field.name]}
            onChange={(text) => setTexts((before) => ({ ...before, [field.name]: text }))}
          />
        ))}
        <ErrorPanel error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep it as it is
          </Button>
          <Button
            type="submit"
            color={warning === undefined ? undefined : "red"}
            disabled={isPointless}
            loading={isPending}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FieldProps {
  readonly field: OperationField;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

function Field({ field: { label, about, kind, isRequired }, text, problem, onChange }: FieldProps): ReactElement {
  const common = { label, description: about, error: problem, withAsterisk: isRequired === true };
  if (kind === "text") return <TextInput {...common} value={text} onChange={({ target }) => onChange(target.value)} />;
  if (kind === "json")
    return (
      <Textarea
        {...common}
        value={text}
        onChange={({ target }) => onChange(target.value)}
        rows={8}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      />
    );
  return (
    <Select
      {...common}
      data={[...kind.choices]}
      value={text}
      onChange={(value) => onChange(value ?? "")}
      allowDeselect={false}
    />
  );
}
