package io.drover.identity.api;

import io.drover.api.schema.EmbeddedTypes;
import java.util.List;

/** Types that only appear inside others, and the one with a controller of its own. */
public final class IdentityTypes {
    public static final EmbeddedTypes EMBEDDED = EmbeddedTypes.checked(List.of(
            AccountTypes.TOKEN, ProjectTypes.SERVICES_PORT_RANGE, ProjectLimits.QUOTA, ProjectLimits.PRIVILEGE_POLICY));

    private IdentityTypes() {}
}
