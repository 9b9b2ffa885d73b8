package io.drover.identity.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActiveDirectoryTest {
    /** S-1-5-21-1-2-3-1104 */
    private static final String USER = "010500000000000515000000010000000200000003000000" + "50040000";

    private static Entry user(@Nullable String sid, @Nullable String primary) {
        Entry user = new Entry("cn=jo,dc=x");
        if (sid != null) {
            user.addAttribute(new Attribute(ActiveDirectory.SID, HexFormat.of().parseHex(sid)));
        }
        if (primary != null) {
            user.addAttribute(ActiveDirectory.PRIMARY_GROUP, primary);
        }
        return user;
    }

    @Test
    void thePrimaryGroupIsInTheUsersDomain() {
        assertThat(ActiveDirectory.primaryGroup(user(USER, "513")))
                .isEqualTo(HexFormat.of().parseHex("010500000000000515000000010000000200000003000000" + "01020000"));
    }

    @Test
    void whoNamesNoneHasNone() {
        assertThat(ActiveDirectory.primaryGroup(user(USER, null))).isNull();
        assertThat(ActiveDirectory.primaryGroup(user(null, "513"))).isNull();
        assertThat(ActiveDirectory.primaryGroup(user(USER, "many"))).isNull();
        assertThat(ActiveDirectory.primaryGroup(user("0100", "513"))).isNull();
    }
}
