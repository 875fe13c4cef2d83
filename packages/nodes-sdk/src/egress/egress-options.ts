import type { EgressRules } from "./egress-rules.ts";

/** The rules of outgoing HTTP (I11). */
export interface EgressOptions {
  /**
   * What may be reached although it is not public: `localhost`, `crm.internal:8443`, `*.svc.local`, `10.1.2.3`, `[::1]:9000`,
   * `10.0.0.0/8`. A name stands for every address it resolves to. Default: nothing.
   */
  readonly allow?: readonly string[];
  /** Narrower rules, all of which hold within what is public or allowed. Default: none. */
  readonly rules?: readonly EgressRules[];
  /** Default 5. 0: a redirect is an error. */
  readonly maxRedirects?: number;
  /** Of the decoded body. Default 10 MiB. */
  readonly maxResponseBytes?: number;
  /** From the call to the end of the body, redirects included. Default 30,000. */
  readonly timeoutMs?: number;
}
