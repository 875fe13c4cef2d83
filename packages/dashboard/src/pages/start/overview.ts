import { graphql } from "../../data/index.ts";

export const OverviewQuery = graphql(`
  query Overview {
    overview {
      minutes {
        at
        events
        executions
      }
      waitingEvents
      oldestWaitingEventAt
      waitingExecutions
      mirrorLagMs
      workers {
        name
        startedAt
        seenAt
      }
      parts {
        name
        title
        ok
        message
        latencyMs
      }
      canKillWorker
    }
  }
`);
