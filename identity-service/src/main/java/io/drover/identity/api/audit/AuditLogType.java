package io.drover.identity.api.audit;

import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;

/** The audit log as a type (spec: identity sheet, 4.1): everybody reads what was done to their environment or their account. */
public final class AuditLogType {
    public static final ResourceType AUDIT_LOG = new ResourceType(
                    "auditLog",
                    "al",
                    "",
                    false,
                    List.of(
                            Field.of("created", "date")
                                    .describedAs("when it was")
                                    .filterable(),
                            Field.of("eventType", "string")
                                    .describedAs("api.<type>.<verb>")
                                    .filterable(),
                            Field.of("resourceType", "string")
                                    .describedAs("what was acted on")
                                    .filterable(),
                            Field.of("resourceId", "string")
                                    .describedAs("the id of it")
                                    .filterable(),
                            Field.of("authType", "enum")
                                    .describedAs("how the caller was known")
                                    .options("AdminAuth", "BasicAuth", "RegistrationToken", "TokenAccount", "TokenAuth")
                                    .filterable(),
                            Field.of("authenticatedAsAccountId", "reference[account]")
                                    .describedAs("who signed in")
                                    .filterable(),
                            Field.of("authenticatedAsIdentityId", "string")
                                    .describedAs(
                                            "who that is, as an identity; of a sign-in that failed the name that was tried")
                                    .filterable(),
                            Field.of("accountId", "reference[account]")
                                    .describedAs("the environment or account acted on")
                                    .filterable(),
                            Field.of("requestObject", "string").describedAs("JSON, without secrets"),
                            Field.of("responseObject", "string").describedAs("JSON, without secrets"),
                            Field.of("responseCode", "int")
                                    .describedAs("HTTP status; 499: the client went away")
                                    .filterable(),
                            Field.of("clientIp", "string")
                                    .describedAs("address of the client")
                                    .filterable(),
                            Field.of("description", "string")
                                    .describedAs("method, path and credential, or what happened"),
                            Field.of("runtime", "int").describedAs("milliseconds"),
                            Field.of("sequence", "int").filterable().describedAs("place in the hash chain, from 1"),
                            Field.of("previousHash", "string").describedAs("hash of the row before"),
                            Field.of("hash", "string").describedAs("SHA-256 of this row and the hash before it")),
                    List.of(),
                    List.of(),
                    Set.of(),
                    Access.none()
                            .allow("r", Role.ADMIN, Role.USER)
                            .allow("r", Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY, Role.PROJECT))
            .describedAs("Who did what and when: changes, sign-ins, shells, refusals");

    private AuditLogType() {}
}
