import type { ColumnType } from "kysely";
import type { JsonText } from "./jsonb.ts";

// How columns of the tables are read, inserted and updated. "Nullable": null where nothing was written. "Default": the database has a
// value of its own.

export type Jsonb<T> = ColumnType<T, JsonText, JsonText>;
export type NullableJsonb<T> = ColumnType<T | null, JsonText | null | undefined, JsonText | null>;
export type Time = ColumnType<Date, Date | string, Date | string>;
export type NullableTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type DefaultTime = ColumnType<Date, Date | string | undefined, Date | string>;
export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
