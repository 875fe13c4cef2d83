import { condition, proxyActivities } from "@temporalio/workflow";

const { step } = proxyActivities({ startToCloseTimeout: "1 minute" });

export async function fourSteps() {
  let sum = 0;
  for (let index = 0; index < 4; index += 1) sum += (await step({ index })).seq;
  return sum;
}

export async function waitsForAll() {
  await Promise.all([waits(), Promise.race([step({ index: 2 }), condition(() => false)])]);
}

async function waits() {
  await step({ index: 1 });
}

export async function runsAway() {
  for (;;);
}
