import type { Json } from "@tempograph/graph";
import type { ReactNode } from "react";

/** What our editors of a field have in common. */
export interface FieldProps<Value = Json | undefined> {
  readonly label: string;
  readonly description?: ReactNode;
  readonly isRequired?: boolean;
  /** What is wrong with the value, below it. */
  readonly problems?: ReactNode;
  readonly value: Value;
  /** Undefined: the field is absent. */
  readonly onChange: (value: Value) => void;
}
