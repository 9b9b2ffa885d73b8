package io.drover.identity.api.directory;

import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.directory.AccessReview;
import io.drover.identity.directory.AccessReview.Plan;
import io.drover.identity.directory.AccessReview.Reading;
import io.drover.identity.directory.AccessReview.Step;
import io.drover.identity.directory.DirectoryClient;
import io.drover.identity.directory.DirectoryException;
import io.drover.identity.directory.DirectorySettings;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountIdentityStore.Acting;
import io.drover.runtime.call.PartUnavailable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads everybody who can act with a directory's account again, every few minutes, and takes access from whom the directory
 * does not admit any more: sessions, keys and cached tokens. A pass that could not read everybody changes nothing: a directory
 * that is away revokes nobody. Replicas each run it; a second pass finds nothing to do.
 */
public final class DirectoryAccessLoop {
    private static final Logger log = LoggerFactory.getLogger(DirectoryAccessLoop.class);
    /** Accounts per query, and users per connection. */
    private static final int ROWS = 1000;

    private static final int USERS = 50;

    private final DirectoryHandler directory;
    private final DirectoryClient client;
    private final AccountIdentityStore identities;
    private final DirectoryAccessHandler access;
    private final SignInRecordHandler records;
    private final Timing timing;

    /** @param every time between two passes */
    public record Timing(Duration every, Scheduler scheduler) {}

    public DirectoryAccessLoop(
            DirectoryHandler directory,
            DirectoryClient client,
            AccountIdentityStore identities,
            DirectoryAccessHandler access,
            SignInRecordHandler records,
            Timing timing) {
        this.directory = directory;
        this.client = client;
        this.identities = identities;
        this.access = access;
        this.records = records;
        this.timing = timing;
    }

    /** Endless. */
    public Flux<Integer> run() {
        return Flux.interval(timing.every(), timing.scheduler())
                .onBackpressureDrop()
                .concatMap(_ -> passOrLater());
    }

    /**
     * A pass, also over those of other providers than the one in use. 0 if the directory could not be read, which leaves its users
     * as they are.
     */
    public Mono<Integer> passOrLater() {
        return access.refuseOthers()
                .zipWhen(_ -> pass(), Integer::sum)
                .onErrorResume(DirectoryAccessLoop::isAway, DirectoryAccessLoop::postponed);
    }

    private static boolean isAway(Throwable error) {
        return error instanceof PartUnavailable || error instanceof DirectoryException;
    }

    private static Mono<Integer> postponed(Throwable error) {
        Throwable cause = error.getCause() instanceof DirectoryException inner ? inner : error;
        log.warn("the directory's users were not checked, all keep what they have: {}", cause.getMessage());
        return Mono.just(0);
    }

    /** Answers how many accounts changed; fails if the directory could not be read. */
    Mono<Integer> pass() {
        return directory.active().flatMap(this::pass).defaultIfEmpty(0);
    }

    private Mono<Integer> pass(DirectorySettings settings) {
        return acting(settings)
                .buffer(USERS)
                .concatMap(some -> readings(settings, some))
                .collectList()
                .map(all -> AccessReview.decide(all, settings.access()))
                .doOnNext(DirectoryAccessLoop::warnOfBrake)
                .flatMap(this::apply);
    }

    private Flux<Acting> acting(DirectorySettings settings) {
        String type = settings.kind().userType();
        return identities
                .acting(type, 0, ROWS)
                .collectList()
                .expand(rows -> rows.size() < ROWS
                        ? Mono.empty()
                        : identities
                                .acting(type, rows.getLast().account(), ROWS)
                                .collectList())
                .concatMapIterable(rows -> rows);
    }

    private Flux<Reading> readings(DirectorySettings settings, List<Acting> some) {
        return client.read(settings, some.stream().map(Acting::name).toList())
                .flatMapMany(found -> Flux.fromIterable(some).concatMap(one -> reading(settings, one, found)));
    }

    private Mono<Reading> reading(DirectorySettings settings, Acting one, Map<String, DirectoryUser> found) {
        DirectoryUser user = found.get(one.name());
        Mono<Boolean> isMember =
                user == null ? Mono.just(false) : access.isMember(settings.access(), one.account(), user.identities());
        return Mono.zip(
                identities.of(one.account()).collectList(),
                isMember,
                (known, member) -> new Reading(one.account(), new HashSet<>(known), one.isRefused(), user, member));
    }

    private static void warnOfBrake(Plan plan) {
        if (plan.held() > 0) {
            log.error(
                    "{} users seem to be gone from the directory at once; nobody loses access because of it. Can the"
                            + " service account still read them? Deactivate accounts that shall really end",
                    plan.held());
        }
    }

    private Mono<Integer> apply(Plan plan) {
        return Flux.fromIterable(plan.steps())
                .concatMap(step -> access.apply(step).then(recorded(step)))
                .then(Mono.just(plan.steps().size()));
    }

    private Mono<Long> recorded(Step step) {
        return switch (step) {
            case Step.Refuse(long account, String reason) -> {
                log.info("account 1a{} lost access: {}", account, reason);
                yield records.accessEnded(account, reason);
            }
            case Step.Admit _ -> Mono.just(0L);
        };
    }
}
