// Made of packages/builder/README.md by guide.test.ts.
import { flow, gt, shape, t } from "@tempograph/builder";

export const workflow = flow("OnboardUser", { payload: shape<{ id: string; name: string; score: number }>() })
  .on("user.created")
  .step("account", "http_call", ({ payload }) => ({
    method: "POST",
    url: "https://crm.example/accounts",
    body: { user: payload.id },
  }))
  .if(
    ({ payload }) => gt(payload.score, 80),
    (yes) => yes.step("gift", "send_notification", { toRole: "AE", message: "Send a gift" }),
  )
  .sleep("1d")
  .step("welcome", "send_notification", ({ payload, steps }) => ({
    message: t`Hi ${payload.name}, your account answered ${steps.account.status}`,
  }))
  .build();
