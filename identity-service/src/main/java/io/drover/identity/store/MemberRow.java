package io.drover.identity.store;

import io.drover.identity.role.MemberList.Member;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's membership.
 *
 * @param accountName name of the account of this installation; null for other kinds of members, or a removed account
 */
public record MemberRow(
        long id,
        String uuid,
        long project,
        Member member,
        Instant created,
        @Nullable String accountName) {}
