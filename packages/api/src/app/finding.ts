import { DOCTOR_CHECKS, type DoctorCheck } from "./doctor-checks.ts";

/** Something that was looked at. */
export interface Finding {
  readonly name: DoctorCheck;
  readonly title: string;
  readonly about: string;
  readonly ok: boolean;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
}

/** A check with the faults that it found. The hint is shown if there are any. */
export function finding(
  name: DoctorCheck,
  faults: readonly string[],
  good: string,
  hint: string | null = null,
): Finding {
  const ok = faults.length === 0;
  return {
    name,
    ...DOCTOR_CHECKS[name],
    ok,
    message: `${(ok ? [good] : faults).join("; ").replace(/\.$/, "")}.`,
    hint: ok ? null : hint,
  };
}
