package io.drover.identity.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The decision of the background check: who of the people that can act keeps access, now that the directory was read again.
 *
 * <ol>
 *   <li>Whose entry is gone, is disabled, or is no longer admitted loses access, with that reason.
 *   <li>Whose identities changed gets the new ones; who had lost access and is admitted again gets it back.
 *   <li>Nobody is refused because of a doubtful answer: when {@value #BRAKE_FROM} people or more, and more than half of all
 *       that were read, are suddenly gone, nobody of them is. Far more likely than half a company leaving at once is a service
 *       account that lost its right to read.
 * </ol>
 */
public final class AccessReview {
    static final int BRAKE_FROM = 10;

    private AccessReview() {}

    /**
     * Somebody that can act, and what was found.
     *
     * @param account number of the account
     * @param known identities as they are stored
     * @param isRefused has no access at present
     * @param found null: there is no such entry any more
     * @param isMember see {@link AccessPolicy#admits}
     */
    public record Reading(
            long account,
            Set<DirectoryIdentity> known,
            boolean isRefused,
            @Nullable DirectoryUser found,
            boolean isMember) {
        public Reading {
            known = Set.copyOf(known);
        }
    }

    /** What is to be done about an account. */
    public sealed interface Step {
        long account();

        /** @param reason a sentence for administrators and the audit log */
        record Refuse(long account, String reason) implements Step {}

        /** Access is given, or stays, with these identities. */
        record Admit(long account, List<DirectoryIdentity> identities) implements Step {
            public Admit {
                identities = List.copyOf(identities);
            }
        }
    }

    /**
     * @param steps only for accounts where something changes
     * @param held how many would have been refused but for the brake
     */
    public record Plan(List<Step> steps, int held) {
        public Plan {
            steps = List.copyOf(steps);
        }
    }

    public static Plan decide(List<Reading> readings, AccessPolicy policy) {
        return decide(readings, policy, "the user is not in the directory any more");
    }

    /** @param gone the reason given for those that were not found */
    public static Plan decide(List<Reading> readings, AccessPolicy policy, String gone) {
        Predicate<Reading> isGone = reading -> reading.found() == null && !reading.isRefused();
        long missing = readings.stream().filter(isGone).count();
        boolean isHeld = missing >= BRAKE_FROM && missing * 2 > readings.size();
        List<Step> steps = new ArrayList<>();
        for (Reading reading : readings) {
            Step step = isHeld && isGone.test(reading) ? null : step(reading, policy, gone);
            if (step != null) {
                steps.add(step);
            }
        }
        return new Plan(steps, isHeld ? (int) missing : 0);
    }

    private static @Nullable Step step(Reading reading, AccessPolicy policy, String gone) {
        DirectoryUser found = reading.found();
        if (found == null) {
            return refuse(reading, gone);
        }
        if (found.isDisabled()) {
            return refuse(reading, "the user is disabled in the directory");
        }
        if (!policy.admits(found.identities(), reading.isMember())) {
            return refuse(reading, "the access mode '" + policy.mode().wire() + "' does not admit the user");
        }
        boolean isSame = reading.known().equals(new HashSet<>(found.identities()));
        return isSame && !reading.isRefused() ? null : new Step.Admit(reading.account(), found.identities());
    }

    private static @Nullable Step refuse(Reading reading, String reason) {
        return reading.isRefused() ? null : new Step.Refuse(reading.account(), reason);
    }
}
