import { defineNode, permanent, port, retryable } from "@tempograph/nodes-sdk";
import { z } from "zod";

const SENIOR = /\b(chief|ceo|cto|cfo|founder|vp|head|director)\b/i;

export const scoreLead = defineNode({
  type: "score_lead",
  title: "Score a lead",
  description:
    "Scores a lead from 0 to 100 by title and source, and by an enrichment service where one is named. Ends on `hot` or `cold`.",
  input: z.object({
    title: z.string().describe("Job title."),
    source: z.string().optional().describe("Where the lead came from."),
    threshold: z.number().min(0).max(100).default(50).describe("From this score on a lead is hot."),
    enrichUrl: z.url().optional().describe("A service that answers { points: number } to a POST of the lead."),
  }),
  output: z.object({ score: z.number().min(0).max(100) }),
  ports: ["hot", "cold"],
  retry: { maximumAttempts: 5, initialInterval: "2s" },
  timeout: { startToClose: "30s", heartbeat: "10s" },
  example: { title: "{{payload.lead.title}}", source: "{{payload.lead.source}}" },
  async execute(ctx, { title, source, threshold, enrichUrl }) {
    const own = (SENIOR.test(title) ? 60 : 20) + (source === "LinkedIn" ? 20 : 0);
    const points = enrichUrl === undefined ? 0 : await enrich(ctx.fetch, enrichUrl, { title, source });
    const score = Math.max(0, Math.min(100, own + points));
    ctx.logger.info("Scored", { title, score });
    return score >= threshold ? port("hot", { score }) : port("cold", { score });
  },
});

const answer = z.object({ points: z.number() });

/** `fetch` of the context obeys the egress rules and carries the step's idempotency key. */
async function enrich(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  url: string,
  lead: object,
): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(lead),
  });
  if (response.status === 429 || response.status >= 500) {
    throw retryable("ENRICHMENT_BUSY", `The enrichment service answered ${response.status}.`);
  }
  const parsed = answer.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !parsed.success) {
    throw permanent("ENRICHMENT_REFUSED", `The enrichment service answered ${response.status}, without points.`, {
      hint: "Check enrichUrl: the service has to answer { points: number }.",
    });
  }
  return parsed.data.points;
}
