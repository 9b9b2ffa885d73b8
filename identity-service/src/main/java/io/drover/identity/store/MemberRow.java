package io.drover.identity.store;

import io.drover.identity.role.MemberList.Member;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's membership.
 *
 * @param name of the account, or of the directory's user or group; null: the account was removed
 * @param login the name to sign in with, as far as it is known
 * @param customRole name of the custom role; null: one of the four
 */
public record MemberRow(
        long id,
        String uuid,
        long project,
        Member member,
        Instant created,
        @Nullable String name,
        @Nullable String login,
        @Nullable String customRole) {}
