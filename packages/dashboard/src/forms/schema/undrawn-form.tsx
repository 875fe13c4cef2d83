import { isObject, type JsonObject } from "@tempograph/graph";
import type { ReactElement, ReactNode } from "react";
import { Boundary } from "../../ui/index.ts";
import { AnyField } from "./any-field.tsx";

interface Props {
  /** Whether drawing the form is tried at all. */
  readonly isDrawn: boolean;
  /** Draws the form. Another schema is tried anew. */
  readonly children: ReactNode;
  /** The schema in one text. */
  readonly schemaText: string;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
  readonly problems: ReactNode;
}

/**
 * A form, or JSON in its place. Anybody can write a schema that the form library cannot draw, such as one with a field called `constructor`; it must not
 * take the page with it, on which other forms wait.
 */
export function UndrawnForm({ isDrawn, children, schemaText, value, onChange, problems }: Props): ReactElement {
  const asJson = (): ReactElement => (
    <AnyField
      label="Data"
      description="The form of this schema cannot be drawn. Write its data as JSON."
      problems={problems}
      value={value}
      onChange={(written) => {
        if (written === undefined || isObject(written)) onChange((written ?? {}) as JsonObject);
      }}
      canBeTemplate={false}
    />
  );
  if (!isDrawn) return asJson();
  return (
    <Boundary attempt={schemaText} instead={asJson}>
      {children}
    </Boundary>
  );
}
