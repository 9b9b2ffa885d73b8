package io.drover.gateway.routing;

/** Who answers a path. */
public enum Target {
    /** The gateway: whether the suite is up. */
    PING,
    /** The gateway: health and metrics of itself. */
    ACTUATOR,
    /** The gateway: the versions of the API. */
    VERSIONS,
    /** The gateway, from what identity-service and scheduler-service answer: the index and the schemas. */
    MERGED,
    IDENTITY,
    /** identity-service's OAuth2 endpoints, which know clients and browsers by themselves. */
    OAUTH,
    SCHEDULER,
    /** websocket-proxy, for callers with a credential: agent links and event subscriptions. */
    STREAMS,
    /** websocket-proxy, for holders of a one-use ticket, which it checks itself: logs, shells, stats. */
    TICKET;

    /** Reached without a credential that the gateway knows. */
    public boolean isOpen() {
        return this == PING || this == ACTUATOR || this == TICKET || this == OAUTH;
    }
}
