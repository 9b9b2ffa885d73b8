package io.drover.identity.directory;

/** Names only Active Directory knows. */
final class ActiveDirectory {
    /** LDAP_MATCHING_RULE_IN_CHAIN: member of, however deep. */
    static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

    private ActiveDirectory() {}
}
