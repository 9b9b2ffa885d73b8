package io.drover.identity.api.oidc;

import io.drover.identity.api.directory.DirectoryAccessHandler;
import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.directory.AccessReview;
import io.drover.identity.directory.AccessReview.Plan;
import io.drover.identity.directory.AccessReview.Reading;
import io.drover.identity.directory.AccessReview.Step;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.oidc.Person;
import io.drover.identity.oidc.ProviderClient;
import io.drover.identity.oidc.ProviderException;
import io.drover.identity.oidc.ProviderException.Problem;
import io.drover.identity.oidc.ProviderSettings;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.ProviderGrantStore;
import io.drover.identity.store.ProviderGrantStore.Due;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Asks the provider about everybody who can act with an account of it again, every few minutes, and takes access from whom it
 * does not vouch for any more: sessions, keys and cached tokens. About whom it cannot be asked, because it gave no grant, is
 * believed for {@link Timing#unverified} after a sign-in. A provider that is away revokes nobody.
 *
 * <p>Replicas each run it. A grant must not be used twice at once (providers take that for theft), so asking is claimed first.
 */
public final class ProviderAccessLoop {
    private static final Logger log = LoggerFactory.getLogger(ProviderAccessLoop.class);
    private static final String GONE = "the provider does not vouch for the user any more";
    /** People per pass, and questions at once. */
    private static final int PEOPLE = 10_000;

    private static final int AT_ONCE = 8;
    private static final int ROWS = 1000;

    private final ProviderHandler providers;
    private final ProviderClient client;
    private final Stores stores;
    private final DirectoryAccessHandler access;
    private final SignInRecordHandler records;
    private final Sources sources;
    private final Timing timing;

    public record Stores(ProviderGrantStore grants, AccountIdentityStore identities) {}

    public record Sources(EnvelopeKey envelope, RandomGenerator random, Clock clock) {}

    /**
     * @param every how often somebody is asked about
     * @param unverified how long somebody is believed who cannot be asked about
     */
    public record Timing(Duration every, Duration unverified, Scheduler scheduler) {}

    public ProviderAccessLoop(
            ProviderHandler providers,
            ProviderClient client,
            Stores stores,
            DirectoryAccessHandler access,
            SignInRecordHandler records,
            Sources sources,
            Timing timing) {
        this.providers = providers;
        this.client = client;
        this.stores = stores;
        this.access = access;
        this.records = records;
        this.sources = sources;
        this.timing = timing;
    }

    /** Endless. */
    public Flux<Integer> run() {
        return Flux.interval(timing.every().dividedBy(2), timing.scheduler())
                .onBackpressureDrop()
                .concatMap(_ -> pass());
    }

    /** Answers how many accounts changed. */
    public Mono<Integer> pass() {
        return providers.active().flatMap(this::pass).defaultIfEmpty(0);
    }

    private Mono<Integer> pass(ProviderSettings settings) {
        Instant now = now();
        return stores.grants()
                .due(settings.kind().userType(), now.minus(timing.every()), PEOPLE)
                .flatMap(due -> due.sealed() == null ? unasked(due, now) : asked(settings, due, now), AT_ONCE)
                .collectList()
                .flatMap(found -> decided(found, settings));
    }

    /** The database keeps microseconds, and a claim is recognised by its time. */
    private Instant now() {
        return sources.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** What a pass found out about somebody: a reading to decide on, or a step that is decided already. */
    private record Found(
            @Nullable Reading reading, @Nullable Step step) {}

    private Mono<Found> unasked(Due due, Instant now) {
        boolean isOver = !due.asked().plus(timing.unverified()).isAfter(now);
        return isOver
                ? Mono.just(new Found(
                        null,
                        new Step.Refuse(
                                due.account(),
                                "the provider gives no way to ask whether the user still is there, and the last sign-in was "
                                        + timing.unverified().toMinutes() + " minutes ago")))
                : Mono.empty();
    }

    private Mono<Found> asked(ProviderSettings settings, Due due, Instant now) {
        return stores.grants()
                .claim(due, now)
                .filter(claimed -> claimed > 0)
                .flatMap(_ -> reading(settings, due, now))
                .map(reading -> new Found(reading, null))
                .onErrorResume(ProviderFaults::isOne, error -> postponed(due, error));
    }

    private static Mono<Found> postponed(Due due, Throwable error) {
        log.warn(
                "account 1a{} was not checked at its provider and keeps what it has: {}",
                due.account(),
                ProviderFaults.details(error));
        return Mono.empty();
    }

    private Mono<Reading> reading(ProviderSettings settings, Due due, Instant claimed) {
        return stores.identities().of(due.account()).collectList().flatMap(known -> {
            Mono<DirectoryUser> found = opened(due)
                    .flatMap(grant -> client.again(settings, grant)
                            .flatMap(person -> renewed(due, claimed, grant, person))
                            .map(person -> user(due, person, known)));
            return found.flatMap(user -> access.isMember(settings.access(), due.account(), user.identities())
                            .map(isMember -> new Reading(due.account(), new HashSet<>(known), false, user, isMember)))
                    .onErrorResume(ProviderAccessLoop::isEnded, _ -> Mono.just(gone(due, known)));
        });
    }

    private Mono<String> opened(Due due) {
        return Mono.justOrEmpty(sources.envelope()
                        .open(ProviderSignInHandler.GRANT_PURPOSE, String.valueOf(due.sealed()))
                        .map(plain -> new String(plain, StandardCharsets.UTF_8)))
                .switchIfEmpty(Mono.error(() ->
                        new ProviderException(Problem.GRANT, "the stored grant was sealed with another key file")));
    }

    private static boolean isEnded(Throwable error) {
        return error instanceof ProviderException provider && provider.problem() == Problem.GRANT;
    }

    private static Reading gone(Due due, List<DirectoryIdentity> known) {
        return new Reading(due.account(), new HashSet<>(known), false, null, false);
    }

    /** The new grant is kept before anything else is done: the old one may be worth nothing any more. */
    private Mono<Person> renewed(Due due, Instant claimed, String before, Person person) {
        String grant = person.grant();
        if (grant == null || grant.equals(before)) {
            return Mono.just(person);
        }
        String sealed = sources.envelope()
                .seal(ProviderSignInHandler.GRANT_PURPOSE, grant.getBytes(StandardCharsets.UTF_8), sources.random());
        return stores.grants().renew(due, claimed, sealed).thenReturn(person);
    }

    private static DirectoryUser user(Due due, Person person, List<DirectoryIdentity> known) {
        DirectoryUser user = person.user() == null ? known(known) : person.user();
        if (user == null || !user.user().externalId().equals(due.externalId())) {
            throw new ProviderException(Problem.NOT_GENUINE, "the provider answers about somebody else");
        }
        return user;
    }

    private static @Nullable DirectoryUser known(List<DirectoryIdentity> identities) {
        DirectoryIdentity user = identities.stream()
                .filter(DirectoryIdentity::isUser)
                .findFirst()
                .orElse(null);
        List<DirectoryIdentity> groups =
                identities.stream().filter(one -> !one.isUser()).toList();
        return user == null ? null : new DirectoryUser(user, false, groups);
    }

    /** Who was let in by other rules is looked at again, by what is known; for settings that have just changed. */
    Mono<Integer> reviewKnown(ProviderSettings settings) {
        String type = settings.kind().userType();
        return stores.identities()
                .acting(type, 0, ROWS)
                .collectList()
                .expand(rows -> rows.size() < ROWS
                        ? Mono.empty()
                        : stores.identities()
                                .acting(type, rows.getLast().account(), ROWS)
                                .collectList())
                .concatMapIterable(rows -> rows)
                .filter(one -> !one.isRefused())
                .concatMap(one -> knownReading(settings, one.account()))
                .map(reading -> new Found(reading, null))
                .collectList()
                .flatMap(found -> decided(found, settings));
    }

    private Mono<Reading> knownReading(ProviderSettings settings, long account) {
        return stores.identities().of(account).collectList().flatMap(known -> {
            DirectoryUser user = known(known);
            return user == null
                    ? Mono.empty()
                    : access.isMember(settings.access(), account, known)
                            .map(isMember -> new Reading(account, new HashSet<>(known), false, user, isMember));
        });
    }

    private Mono<Integer> decided(List<Found> found, ProviderSettings settings) {
        List<Reading> readings = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (Found one : found) {
            if (one.reading() != null) {
                readings.add(one.reading());
            }
            if (one.step() != null) {
                steps.add(one.step());
            }
        }
        Plan plan = AccessReview.decide(readings, settings.access(), GONE);
        if (plan.held() > 0) {
            log.error(
                    "the provider does not vouch for {} users any more, all at once; nobody loses access because of it."
                            + " Was the client changed there? Deactivate accounts that shall really end",
                    plan.held());
        }
        steps.addAll(plan.steps());
        return Flux.fromIterable(steps).concatMap(this::apply).then(Mono.just(steps.size()));
    }

    private Mono<Void> apply(Step step) {
        return switch (step) {
            case Step.Refuse(long account, String reason) -> {
                log.info("account 1a{} lost access: {}", account, reason);
                yield access.apply(step)
                        .then(stores.grants().forget(account))
                        .then(records.accessEnded(account, reason))
                        .then();
            }
            case Step.Admit _ -> access.apply(step).then();
        };
    }
}
