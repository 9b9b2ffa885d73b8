package io.drover.model.link;

/**
 * One container that should be in a given state on this host.
 *
 * @param id number of the instance ({@code InstanceId})
 * @param uuid identity across databases; the label {@code io.rancher.container.uuid}
 * @param name the user's name for it, e.g. {@code shop-web-3}
 * @param target what should be
 * @param startGeneration grows with every restart the user asks for: a running container of a lower one is restarted once
 * @param keepRunning start again whenever it exits (service containers); false for start-once containers
 * @param stopTimeoutSeconds time between the stop signal and the kill
 * @param pullAlways pull the image before creating even if the engine has it
 * @param container how to create it
 */
public record DesiredInstance(
        long id,
        String uuid,
        String name,
        Target target,
        long startGeneration,
        boolean keepRunning,
        int stopTimeoutSeconds,
        boolean pullAlways,
        ContainerSpec container) {
    public enum Target {
        RUNNING,
        STOPPED,
        REMOVED
    }
}
