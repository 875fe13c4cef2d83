// Made of the manifests of the built-in nodes by tools/node-types/node-types.test.ts.
import type { Json } from "@tempograph/graph";

export interface BuiltInNodeTypes {
  http_call: {
    input: {
      method?: "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";
      /**
       * Whole URL, http or https. Values of templates are encoded for their place, unless they are raw(…).
       */
      url: string;
      headers?: {
        [k: string]: string | number | boolean;
      };
      /**
       * Added to the URL's query. A list repeats the name, null leaves it out.
       */
      query?: {
        [k: string]: string | number | boolean | null | (string | number | boolean)[];
      };
      /**
       * An object or a list is sent as JSON, a string as it is, unless bodyType says otherwise.
       */
      body?: Json;
      /**
       * How to send the body. `form` takes an object of plain values.
       */
      bodyType?: "json" | "form" | "text";
      /**
       * Statuses that count as success: 200, "200-299", or a list of these.
       */
      success?: (number | string) | (number | string)[];
      /**
       * For the whole answer. Default: the stack's, 30,000.
       */
      timeoutMs?: number;
      /**
       * Name of a connection, of the type http.header, http.bearer, http.basic, http.query, http.hmac, oauth2.client_credentials, oauth2.authorization_code: its credentials are added where the step runs.
       */
      connection?: string;
    };
    output: {
      /**
       * HTTP status.
       */
      status: number;
      /**
       * By lower-case name. Cookies and other secrets are redacted.
       */
      headers: {
        [k: string]: string;
      };
      /**
       * Parsed JSON, text, { base64 } for bytes, null without a body.
       */
      body: Json;
    };
  };
  log: {
    input: {
      /**
       * What to write; may hold templates.
       */
      message: string;
      level?: "debug" | "info" | "warn" | "error";
      /**
       * Data beside the message.
       */
      fields?: {
        [k: string]: Json;
      };
    };
    output: unknown;
  };
  send_email: {
    input: {
      /**
       * One address or a list of them.
       */
      to: string | string[];
      cc?: string | string[];
      bcc?: string | string[];
      /**
       * Where answers go, if not to the sender.
       */
      replyTo?: string;
      subject: string;
      /**
       * The mail as plain text.
       */
      text: string;
      /**
       * The same as HTML, for readers that show it.
       */
      html?: string;
      /**
       * Name of a connection, of the type smtp: its credentials are added where the step runs.
       */
      connection: string;
    };
    output: {
      /**
       * The same for each attempt of the step.
       */
      messageId: string;
      /**
       * The addresses that the server took.
       */
      accepted: string[];
      /**
       * The addresses that it refused, though it took others.
       */
      rejected: string[];
    };
  };
  send_notification: {
    input: {
      /**
       * Role to tell, such as "AE".
       */
      toRole?: string;
      /**
       * What to say; may hold templates.
       */
      message: string;
      /**
       * Subject of a mail. Default: the message's first line.
       */
      subject?: string;
      /**
       * Mail addresses, instead of or beside the role's.
       */
      to?: string | string[];
      /**
       * Default: the stack's, which is log.
       */
      channel?: "log" | "email" | "chat";
    };
    output: {
      channel: "log" | "email" | "chat";
      recipients: string[];
      messageId?: string;
    };
  };
  state_get: {
    input: {
      /**
       * Whose entry it is: the workflow's own, or one that all workflows of the project share.
       */
      scope?: "workflow" | "project";
      /**
       * The entry's name, of 1 to 256 characters; may hold templates, as in orders:{{ payload.customer }}.
       */
      key: string;
      /**
       * The value if there is no such entry. Default: null.
       */
      default?: Json;
    };
    output: {
      /**
       * Whether there is such an entry.
       */
      found: boolean;
      /**
       * Its value. Of a set: up to 1,000 members, the latest first.
       */
      value: Json;
    };
  };
  state_set: {
    input: {
      /**
       * Whose entry it is: the workflow's own, or one that all workflows of the project share.
       */
      scope?: "workflow" | "project";
      /**
       * The entry's name, of 1 to 256 characters; may hold templates, as in orders:{{ payload.customer }}.
       */
      key: string;
      /**
       * Any JSON of up to 32 KiB; null removes the entry.
       */
      value: Json;
      /**
       * The time to live, such as 24h, counted from this step. Default: it stays until something removes it.
       */
      ttl?: string | number;
    };
    output: {
      /**
       * Whether the value is another one than before.
       */
      changed: boolean;
      /**
       * The value before; null if there was none.
       */
      previous: Json;
    };
  };
  state_increment: {
    input: {
      /**
       * Whose entry it is: the workflow's own, or one that all workflows of the project share.
       */
      scope?: "workflow" | "project";
      /**
       * The entry's name, of 1 to 256 characters; may hold templates, as in orders:{{ payload.customer }}.
       */
      key: string;
      /**
       * What to add; may be negative.
       */
      by?: number;
      /**
       * The time to live, such as 24h, counted from the moment when the counter began; it then begins anew. Default: it stays until something removes it.
       */
      ttl?: string | number;
    };
    output: {
      /**
       * The sum.
       */
      value: number;
    };
  };
  state_add_to_set: {
    input: {
      /**
       * Whose entry it is: the workflow's own, or one that all workflows of the project share.
       */
      scope?: "workflow" | "project";
      /**
       * The entry's name, of 1 to 256 characters; may hold templates, as in orders:{{ payload.customer }}.
       */
      key: string;
      /**
       * The member: any JSON of up to 512 bytes, such as an id.
       */
      value: Json;
      /**
       * The time to live, such as 24h, counted from the moment when the member was added. Default: it stays until something removes it.
       */
      ttl?: string | number;
    };
    output: {
      /**
       * Whether it was not in the set before.
       */
      added: boolean;
      /**
       * How many members the set has.
       */
      size: number;
    };
  };
  only_new: {
    input: {
      /**
       * Whose entry it is: the workflow's own, or one that all workflows of the project share.
       */
      scope?: "workflow" | "project";
      /**
       * The name under which the items are remembered.
       */
      key?: string;
      /**
       * The list.
       */
      items: unknown[];
      /**
       * The field by which items are told apart, such as id or author.id, or several. Default: the whole item.
       */
      by?: string | string[];
      /**
       * What the first run gives: all items, or none, so that only later ones count as new.
       */
      firstRun?: "all" | "none";
      /**
       * How many items are remembered; beyond it those are forgotten that have not been in the list for longest.
       */
      keep?: number;
      /**
       * The time to live, such as 24h, counted from the last time when the item was in the list. Default: it stays until something removes it.
       */
      ttl?: string | number;
    };
    output: {
      /**
       * The new items, in their order.
       */
      items: Json[];
      /**
       * How many they are.
       */
      count: number;
    };
  };
}
