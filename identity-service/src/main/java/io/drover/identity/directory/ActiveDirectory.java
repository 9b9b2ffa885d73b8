package io.drover.identity.directory;

import com.unboundid.ldap.sdk.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Names only Active Directory knows. */
final class ActiveDirectory {
    /** LDAP_MATCHING_RULE_IN_CHAIN: member of, however deep. */
    static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

    static final String SID = "objectSid";
    static final String PRIMARY_GROUP = "primaryGroupID";

    /** The last part of a security identifier, four bytes, is its number in its domain. */
    private static final int NUMBER_BYTES = 4;

    /** Revision, count and authority stand before the parts. */
    private static final int HEAD_BYTES = 8;

    private ActiveDirectory() {}

    /**
     * A user's primary group lists no members: the user names it by its number in the user's own domain.
     *
     * @return the group's identifier; null: the user names none
     */
    static byte @Nullable [] primaryGroup(Entry user) {
        byte[] sid = user.getAttributeValueBytes(SID);
        Long number = user.getAttributeValueAsLong(PRIMARY_GROUP);
        if (sid == null || sid.length < HEAD_BYTES + NUMBER_BYTES || number == null) {
            return null;
        }
        byte[] group = sid.clone();
        ByteBuffer.wrap(group).order(ByteOrder.LITTLE_ENDIAN).putInt(group.length - NUMBER_BYTES, number.intValue());
        return group;
    }
}
