package io.drover.scheduler.api.secret;

import static io.drover.api.schema.Field.of;

import io.drover.api.schema.Access;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import io.drover.scheduler.api.SchedulerTypes;
import java.util.List;
import java.util.Set;

/** Types whose rows hold what may be written and not be read again (spec: identity sheet, 5; rights: 3.3). */
public final class KeptTypes {
    private static final int LONGEST_PASSWORD = 16 * 1024;

    private static final Access ACCESS = Access.none()
            .allow("crud", Role.OWNER, Role.MEMBER, Role.PROJECT, Role.RESTRICTED)
            .allow("r", Role.READONLY, Role.USER, Role.ADMIN);

    public static final ResourceType REGISTRY = new ResourceType(
            "registry",
            "sp",
            "storagePool",
            true,
            SchedulerTypes.fields(
                    of("name", "string").writable().length(0, 255).filterable(),
                    of("description", "string").writable().length(0, 1024),
                    of("serverAddress", "string")
                            .required()
                            .creatable()
                            .length(1, 255)
                            .filterable(),
                    of("driverName", "string").creatable().length(0, 255)),
            List.of(
                    ActionSpec.of("activate", "registry", "inactive"),
                    ActionSpec.of("deactivate", "registry", "active"),
                    ActionSpec.of("update", "registry", "active", "inactive"),
                    ActionSpec.of("remove", "registry", "active", "inactive")),
            List.of("registryCredentials"),
            Set.of("active", "inactive"),
            ACCESS);

    public static final ResourceType REGISTRY_CREDENTIAL = new ResourceType(
            "registryCredential",
            "c",
            "credential",
            true,
            SchedulerTypes.fields(
                    of("name", "string").writable().length(0, 255).filterable(),
                    of("description", "string").writable().length(0, 1024),
                    of("registryId", "reference[registry]")
                            .required()
                            .creatable()
                            .filterable(),
                    of("publicValue", "string")
                            .required()
                            .writable()
                            .length(1, 255)
                            .filterable(),
                    of("secretValue", "password")
                            .required()
                            .writable()
                            .length(1, LONGEST_PASSWORD)
                            .shownOnce()),
            List.of(
                    ActionSpec.of("activate", "registryCredential", "inactive"),
                    ActionSpec.of("deactivate", "registryCredential", "active"),
                    ActionSpec.of("update", "registryCredential", "active", "inactive"),
                    ActionSpec.of("remove", "registryCredential", "active", "inactive")),
            List.of(),
            Set.of("active", "inactive"),
            ACCESS);

    public static final ResourceType CERTIFICATE = new ResourceType(
            "certificate",
            "c",
            "",
            true,
            SchedulerTypes.fields(
                    of("name", "string")
                            .required()
                            .unique()
                            .writable()
                            .length(1, 255)
                            .filterable(),
                    of("description", "string").writable().length(0, 1024),
                    of("cert", "string").required().writable(),
                    of("key", "string").required().writable().secret(),
                    of("certChain", "string").writable(),
                    of("CN", "string"),
                    of("issuer", "string"),
                    of("issuedAt", "string"),
                    of("expiresAt", "string"),
                    of("serialNumber", "string"),
                    of("version", "string"),
                    of("algorithm", "string"),
                    of("certFingerprint", "string"),
                    of("keySize", "int"),
                    of("subjectAlternativeNames", "array[string]")),
            List.of(ActionSpec.of("update", "certificate", "active"), ActionSpec.of("remove", "certificate", "active")),
            List.of(),
            Set.of("active"),
            ACCESS);

    public static final ResourceType SECRET = new ResourceType(
            "secret",
            "se",
            "",
            true,
            SchedulerTypes.fields(
                    of("name", "string")
                            .required()
                            .unique()
                            .writable()
                            .length(1, 255)
                            .filterable(),
                    of("description", "string").writable().length(0, 1024),
                    // Not "required" here: the contract has codes of its own for what is missing and what is no base64.
                    of("value", "string").creatable().shownOnce().describedAs("base64 of the content"),
                    of("version", "int").filterable().describedAs("number of the newest value, from 1")),
            List.of(
                    ActionSpec.of("setvalue", "secret", "active")
                            .taking("secretValue", of("value", "string").creatable()),
                    ActionSpec.of("update", "secret", "active"),
                    ActionSpec.of("remove", "secret", "active")),
            List.of(),
            Set.of("active"),
            ACCESS);

    public static final List<ResourceType> ALL = List.of(REGISTRY, REGISTRY_CREDENTIAL, CERTIFICATE, SECRET);

    private KeptTypes() {}
}
