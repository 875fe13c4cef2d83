import { Alert, Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useOperation } from "../../../data/index.ts";
import { Dialog, ErrorPanel } from "../../../ui/index.ts";
import { givenValues, initialTexts } from "./given-values.ts";
import type { OperationField, PageOperation, Subject } from "./possible.ts";

interface Props {
  readonly operation: PageOperation;
  readonly subject: Subject;
  readonly onClose: () => void;
  readonly onDone: (payload: unknown) => void;
}

/** Asks for what an operation needs, and says what cannot be undone. What was written stays when the API refuses. */
export function OperationDialog({ operation, subject, onClose, onDone }: Props): ReactElement {
  const { label, fields, warning, note } = operation;
  const [texts, setTexts] = useState(() => initialTexts(fields, ({ initial }) => initial?.(subject)));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const mutation = useOperation(operation.document, { onDone: (payload) => (onDone(payload), onClose()) });
  const submit = (): void => {
    const given = givenValues(fields, texts);
    setProblems("problems" in given ? given.problems : {});
    if ("values" in given) mutation.mutate({ input: operation.input(subject, given.values) as never });
  };
  return (
    <Dialog opened onClose={onClose} title={label}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          {warning !== undefined && (
            <Alert color="orange" variant="light">
              {warning}
            </Alert>
          )}
          {note !== undefined && <Text size="sm">{note}</Text>}
          {fields.map((field) => (
            <Field
              key={field.name}
              field={field}
              text={texts[field.name] ?? ""}
              problem={problems[field.name]}
              onChange={(text) => setTexts((before) => ({ ...before, [field.name]: text }))}
            />
          ))}
          <ErrorPanel error={mutation.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Keep it as it is
            </Button>
            <Button type="submit" loading={mutation.isPending} color={warning === undefined ? undefined : "red"}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
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
