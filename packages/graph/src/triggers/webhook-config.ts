import type { Json } from "../definition/json.ts";

/** Senders that sign in a way of their own, and Standard Webhooks. */
export const SIGNATURE_PRESETS = ["standard", "github", "stripe", "slack", "shopify"] as const;
export type SignaturePreset = (typeof SIGNATURE_PRESETS)[number];

export const HOOK_METHODS = ["POST", "GET", "PUT"] as const;
export type HookMethod = (typeof HOOK_METHODS)[number];

/** Senders that ask a question before their first webhook. */
export const CHALLENGES = ["slack", "meta", "cloudevents"] as const;
export type HookChallenge = (typeof CHALLENGES)[number];

/** How the callers of a hook prove who they are. The secrets are those of a connection of the type `webhook.secret`. */
export type HookAuth =
  | { readonly type: "none" }
  /** A header holds the secret. Default: `Authorization`, where `Bearer ` may stand before it. */
  | { readonly type: "token"; readonly connection: string; readonly header?: string }
  /** User and password, as HTTP Basic says. The password is the secret. */
  | { readonly type: "basic"; readonly connection: string; readonly user: string }
  | {
      readonly type: "hmac";
      readonly connection: string;
      /** Who signs. Default: `standard`, which is Standard Webhooks. */
      readonly preset?: SignaturePreset;
      /** For `stripe` and `slack`: how old a signed request may be, and how far in the future. Default: 300, which Standard Webhooks always has. */
      readonly toleranceSeconds?: number;
    };

/** What the sender gets for an event that was stored. */
export type HookAnswer =
  /** 202 at once, with the event's id. */
  | { readonly type: "accepted" }
  /** Always the same. */
  | {
      readonly type: "fixed";
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Json;
    }
  /** What a `respond` node of the execution says; after the time limit 202 with a link to the execution. */
  | { readonly type: "respond"; readonly timeoutSeconds?: number };

/** The `config` of a trigger of the kind `webhook`. */
export interface WebhookConfig {
  readonly path?: string;
  /** Default: `POST`. */
  readonly methods?: readonly HookMethod[];
  /** Default: none. */
  readonly auth?: HookAuth;
  /** The type of its events. Default: `webhook.received`. */
  readonly eventType?: string;
  /** Where the sender says which delivery it is, so that a repeated one is one event. Presets know it. */
  readonly deliveryId?: { readonly header?: string; readonly field?: string };
  /** Default: `accepted`. */
  readonly answer?: HookAnswer;
  readonly challenge?: HookChallenge;
  /** The most requests in a minute, per API process. Default: 600. */
  readonly perMinute?: number;
  /** The most bytes of a body. Default: 1 MiB. */
  readonly maxBytes?: number;
}

/** The type of connections whose secrets prove who sends. The API opens them, and those of no other type. */
export const WEBHOOK_SECRET_TYPE = "webhook.secret";

export const WEBHOOK_RECEIVED = "webhook.received";
/** How long a sender waits for a `respond` node. */
export const ANSWER_SECONDS = { default: 30, most: 120 } as const;
export const HOOK_PER_MINUTE = { default: 600, most: 60_000 } as const;
export const HOOK_BYTES = { default: 1024 * 1024, most: 10 * 1024 * 1024 } as const;
