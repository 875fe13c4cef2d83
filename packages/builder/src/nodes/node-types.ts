import type { Json } from "@tempograph/graph";

type Scalar = string | number | boolean;
type HttpMethod = "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * The node types that every stack has, by name: `.step("call", "http_call", { url: … })`. A pack adds its own names by
 * declaration merging; a node definition at hand needs no name.
 *
 *     declare module "@tempograph/builder" {
 *       interface NodeTypes {
 *         slugify: { input: { text: string }; output: { slug: string } };
 *       }
 *     }
 */
export interface NodeTypes {
  readonly http_call: {
    readonly input: {
      readonly method?: HttpMethod;
      /** Whole URL, http or https. */
      readonly url: string;
      readonly headers?: { readonly [name: string]: Scalar };
      readonly query?: { readonly [name: string]: Scalar | null | readonly Scalar[] };
      readonly body?: Json;
      readonly bodyType?: "json" | "form" | "text";
      /** Statuses that count as success: 200, "200-299", or a list of these. */
      readonly success?: number | string | readonly (number | string)[];
      readonly timeoutMs?: number;
    };
    readonly output: {
      readonly status: number;
      readonly headers: { readonly [name: string]: string };
      readonly body: Json;
    };
  };
  readonly send_notification: {
    readonly input: {
      readonly toRole?: string;
      readonly message: string;
      readonly subject?: string;
      readonly to?: string | readonly string[];
      readonly channel?: "log" | "email" | "chat";
    };
    readonly output: {
      readonly channel: "log" | "email" | "chat";
      readonly recipients: readonly string[];
      readonly messageId?: string;
    };
  };
  readonly log: {
    readonly input: {
      readonly message: string;
      readonly level?: "debug" | "info" | "warn" | "error";
      readonly fields?: { readonly [name: string]: Json };
    };
    readonly output: null;
  };
}
