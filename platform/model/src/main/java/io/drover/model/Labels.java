package io.drover.model;

/** The labels that mean something to Drover, named as users of the reference know them (spec: orchestration, 2.4, 9.1). */
public final class Labels {
    public static final String STACK_NAME = "io.rancher.stack.name";
    public static final String STACK_SERVICE_NAME = "io.rancher.stack_service.name";
    public static final String PROJECT_NAME = "io.rancher.project.name";
    public static final String PROJECT_SERVICE_NAME = "io.rancher.project_service.name";
    public static final String DEPLOYMENT_UNIT = "io.rancher.service.deployment.unit";
    public static final String LAUNCH_CONFIG = "io.rancher.service.launch.config";
    public static final String PRIMARY_LAUNCH_CONFIG = "io.rancher.service.primary.launch.config";
    public static final String ENVIRONMENT_UUID = "io.rancher.environment.uuid";
    public static final String REQUESTED_HOST = "io.rancher.service.requested.host.id";
    public static final String CONTAINER_UUID = "io.rancher.container.uuid";
    public static final String CONTAINER_NAME = "io.rancher.container.name";
    public static final String CONTAINER_SYSTEM = "io.rancher.container.system";
    public static final String SIDEKICKS = "io.rancher.sidekicks";
    public static final String GLOBAL = "io.rancher.scheduler.global";
    public static final String AFFINITY = "io.rancher.scheduler.affinity:";
    public static final String REQUIRE_ANY = "io.rancher.scheduler.require_any";
    public static final String START_ONCE = "io.rancher.container.start_once";
    public static final String PULL_IMAGE = "io.rancher.container.pull_image";
    public static final String HOSTNAME_OVERRIDE = "io.rancher.container.hostname_override";
    public static final String DISPLAY_NAME = "io.rancher.container.display_name";

    /** Drover's own: the generation of the database that made the container; an agent touches only its own generation. */
    public static final String GENERATION = "io.drover.generation";
    /** Drover's own: the public id of the instance. */
    public static final String INSTANCE = "io.drover.instance";
    /** Drover's own, on a service: {@code false} keeps its containers on a lost host instead of starting them elsewhere. */
    public static final String RESCHEDULE = "io.drover.reschedule_on_host_loss";

    private Labels() {}
}
