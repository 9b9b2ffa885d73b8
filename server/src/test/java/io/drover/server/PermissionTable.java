package io.drover.server;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who may do what, once more and by hand (spec: identity sheet, 3.3), so that a slip in a type's own declaration shows. Letters:
 * {@code c}reate {@code r}ead {@code u}pdate {@code d}elete; a dash: the type does not exist for the role.
 *
 * <p>Narrower than the reference: only members make environment keys; containers are made and changed by
 * services only.
 */
final class PermissionTable {
    /** The columns: administrator and user stand outside an environment, the others inside. */
    static final List<String> ROLES = List.of("admin", "user", "owner", "member", "project", "restricted", "readonly");

    private static final String ROWS = """
            account            crud r    r    r    r    r    r
            activeSetting      rud  r    r    r    r    r    r
            apiKey             crud crud crud crud crud r    r
            auditLog           r    r    r    r    r    r    r
            certificate        r    r    crud crud crud crud r
            container          r    r    rd   rd   rd   rd   r
            credential         r    r    r    r    r    -    -
            githubconfig       cr   -    -    -    -    -    -
            host               r    r    rud  rud  rud  r    r
            identity           r    r    r    r    r    r    r
            localAuthConfig    cr   -    -    -    -    -    -
            machine            r    r    r    r    r    r    r
            masterKey          r    -    -    -    -    -    -
            oauthClient        crud crud -    -    -    -    -
            oauthToken         rd   rd   -    -    -    -    -
            oidcconfig         cr   -    -    -    -    -    -
            openldapconfig     cr   -    -    -    -    -    -
            password           crud ru   -    -    -    -    -
            project            crud crud crud r    r    r    r
            projectMember      r    r    r    r    r    r    r
            projectRole        crud r    crud r    r    r    r
            projectTemplate    crud crud r    r    r    r    r
            quotaUsage         r    r    r    r    r    r    r
            register           -    -    rd   rd   rd   -    -
            registrationToken  -    -    crud crud crud -    -
            registry           r    r    crud crud crud crud r
            registryCredential r    r    crud crud crud crud r
            schema             r    r    r    r    r    r    r
            secondFactor       crd  crd  -    -    -    -    -
            secret             r    r    crud crud crud crud r
            secretKey          r    -    -    -    -    -    -
            service            r    r    crud crud crud crud r
            serviceLog         r    r    r    r    r    r    r
            setting            crud r    r    r    r    r    r
            signingKey         r    -    -    -    -    -    -
            stack              r    r    crud crud crud crud r
            subscribe          -    -    r    r    r    r    r
            token              crd  crd  crd  crd  crd  crd  crd
            userPreference     crud crud -    -    -    -    -
            volume             r    r    r    r    r    r    r
            """;

    private PermissionTable() {}

    /** Rights by type for one role; without the types that do not exist for it. */
    static Map<String, String> of(String role) {
        int column = ROLES.indexOf(role) + 1;
        Map<String, String> rights = new TreeMap<>();
        ROWS.lines().map(line -> line.strip().split(" +")).forEach(words -> {
            if (!words[column].equals("-")) {
                rights.put(words[0], words[column]);
            }
        });
        return rights;
    }

    static List<String> types() {
        return ROWS.lines().map(line -> line.strip().split(" +")[0]).toList();
    }
}
