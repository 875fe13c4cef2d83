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
}
