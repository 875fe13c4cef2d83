import { z } from "zod";
import { ok } from "../../app/app-error.ts";
import { examine } from "../../app/doctor.ts";
import { DOCTOR_CHECKS } from "../../app/doctor-checks.ts";
import type { Finding } from "../../app/finding.ts";
import { answer, input, moment, optional } from "../fields.ts";
import { defineOperation } from "../operation.ts";

export const findingAnswer = answer("Finding", "Something that `doctor` has looked at.", {
  name: z.string().describe(
    `What was looked at: ${Object.keys(DOCTOR_CHECKS)
      .map((name) => `\`${name}\``)
      .join(", ")}.`,
  ),
  title: z.string().describe("The same for people, such as `Account of all events`."),
  about: z.string().describe("What the check is about, in a sentence."),
  ok: z.boolean().describe("Whether it is as it should be."),
  message: z.string().describe("What was found."),
  hint: z.string().nullable().describe("What to do about it. Null if all is well."),
});

const doctorAnswer = z.object({
  ok: z.boolean().describe("Whether everything is as it should be."),
  items: z.array(findingAnswer),
});

export const doctor = defineOperation({
  name: "doctor",
  kind: "query",
  permission: "read",
  summary: "Check whether everything works, and that no event was lost",
  description:
    "Checks what a project needs to work, and the account of its events: for each event the number of workflows that it could concern has to be the sum of the outcomes. Says in words what it has found.",
  input: input("DoctorQuery", "Since when.", {
    since: optional(
      moment("Events that were received, and executions that were created, since then. Default: a day ago."),
    ),
  }),
  errors: ["unavailable"],
  result: { type: "[Finding]" },
  rest: {
    method: "GET",
    path: "/doctor",
    tag: "system",
    answer: {
      schema: doctorAnswer,
      from: (items: readonly Finding[]) => ({ ok: items.every((item) => item.ok), items }),
    },
  },
  run: async ({ deps }, { since }) => ok(await examine(deps, since ?? undefined)),
});
