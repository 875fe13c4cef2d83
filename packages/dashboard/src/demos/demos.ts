import { bookingSaga } from "./booking-saga.ts";
import { dataSync } from "./data-sync.ts";
import type { Demo } from "./demo.ts";
import { fanOut } from "./fan-out.ts";
import { hotLead } from "./hot-lead.ts";
import { leadCampaign } from "./lead-campaign.ts";
import { orderFulfilment } from "./order-fulfilment.ts";
import { refundApproval } from "./refund-approval.ts";
import { ticketTriage } from "./ticket-triage.ts";

export type { Demo } from "./demo.ts";

/** The workflows that the start page offers, in its order. */
export const demos: readonly Demo[] = [
  hotLead,
  leadCampaign,
  orderFulfilment,
  ticketTriage,
  dataSync,
  refundApproval,
  bookingSaga,
  fanOut,
];
