package io.drover.identity.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.drover.identity.directory.DirectoryFields.Reading.Valid;
import io.drover.identity.directory.SignInAnswer.Accepted;
import io.drover.identity.directory.SignInAnswer.Refused;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.PartUnavailable;
import io.drover.testkit.FreePort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What Drover asks of OpenLDAP, on the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenLdapIT {
    private static final String SPECIAL = "a*b(c)\\d";

    private final Scheduler pool = Schedulers.newBoundedElastic(4, 100, "it");
    private Slapd slapd;
    private DirectoryClient client;

    @BeforeAll
    void start() {
        slapd = Slapd.start();
        client = client(new SimpleMeterRegistry());
        String jo = slapd.addUser("jo", "jo-password");
        slapd.addUser(SPECIAL, "special-password");
        slapd.addUser("off", "off-password");
        slapd.modify("uid=off," + Slapd.PEOPLE, new Modification(ModificationType.ADD, "employeeNumber", "514"));
        slapd.add("dn: ou=more," + Slapd.PEOPLE, "objectClass: organizationalUnit", "ou: more");
        slapd.addUser("twin", "twin-password");
        slapd.addUser("twin", "twin-password", "ou=more," + Slapd.PEOPLE);
        String dev = slapd.addGroup("dev", List.of(jo));
        String engineering = slapd.addGroup("engineering", List.of(dev));
        String all = slapd.addGroup("all", List.of(engineering));
        slapd.modify(dev, new Modification(ModificationType.ADD, "member", all));
        slapd.addGroup("strangers", List.of("uid=al," + Slapd.PEOPLE));
        slapd.addGroup(
                "huge",
                IntStream.range(0, 5000)
                        .mapToObj(i -> i == 2500 ? jo : "uid=u" + i + "," + Slapd.PEOPLE)
                        .toList());
        slapd.addReferral("elsewhere", "ldap://127.0.0.1:1/" + Slapd.SUFFIX);
    }

    @AfterAll
    void stop() {
        slapd.close();
        pool.dispose();
    }

    private DirectoryClient client(SimpleMeterRegistry meters) {
        Guarded guarded = new Guarded(
                CallPolicy.request("directory", Duration.ofSeconds(20), 16), meters, DirectoryClient::isAway);
        return new DirectoryClient(guarded, pool, null);
    }

    private DirectorySettings settings(Map<String, Object> more) {
        return settings(Slapd.HOST, slapd.port(), more);
    }

    private static DirectorySettings settings(String host, int port, Map<String, Object> more) {
        Map<String, @Nullable Object> fields = new HashMap<>(Map.of(
                "server",
                host,
                "port",
                port,
                "domain",
                Slapd.PEOPLE,
                "groupSearchDomain",
                Slapd.GROUPS,
                "serviceAccountUsername",
                Slapd.SERVICE,
                "groupObjectClass",
                "groupOfNames",
                "groupMemberMappingAttribute",
                "member",
                "userEnabledAttribute",
                "employeeNumber",
                "userDisabledBitMask",
                2));
        fields.putAll(more);
        var reading = DirectoryFields.read(
                DirectoryKind.OPENLDAP,
                DirectoryFields.complete(DirectoryKind.OPENLDAP, fields),
                String.valueOf(more.getOrDefault("password", Slapd.SERVICE_PASSWORD)));
        return ((Valid) reading).settings();
    }

    private SignInAnswer signIn(DirectorySettings settings, String login, String password) {
        SignInAnswer answer =
                client.signIn(settings, login, password).toFuture().join();
        assertThat(answer).isNotNull();
        return answer;
    }

    @Test
    void theRightPasswordSaysWhoItIsWithNestedCyclicAndHugeGroups() {
        assertThat(signIn(settings(Map.of()), "jo", "jo-password")).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.user().user())
                    .isEqualTo(new DirectoryIdentity("openldap_user", "uid=jo," + Slapd.PEOPLE, "The jo", "jo", true));
            assertThat(accepted.user().groups())
                    .extracting(DirectoryIdentity::name)
                    .containsExactlyInAnyOrder("dev", "huge", "engineering", "all");
        });
    }

    @Test
    void whatIsWrongIsToldToTheLogAlone() {
        DirectorySettings settings = settings(Map.of());
        assertThat(signIn(settings, "jo", "wrong"))
                .isEqualTo(new Refused("the directory does not accept the password"));
        assertThat(signIn(settings, "nobody", "x")).isEqualTo(new Refused("no such user in the directory"));
        assertThat(signIn(settings, "off", "off-password"))
                .isEqualTo(new Refused("the user is disabled in the directory"));
        assertThat(signIn(settings, "twin", "twin-password"))
                .isEqualTo(new Refused("more than one user has this login"));
        assertThat(signIn(settings, "jo", "")).isEqualTo(new Refused("the password is empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "j*", "jo)(uid=*", "*)(objectClass=*", "jo\\", "jo\0", "(|(uid=jo))", "\\2a"})
    void aNameIsNeverPartOfTheQuestion(String name) {
        assertThat(signIn(settings(Map.of()), name, "jo-password")).isInstanceOf(Refused.class);
    }

    @Test
    void namesOfSpecialCharactersWork() {
        assertThat(signIn(settings(Map.of()), SPECIAL, "special-password")).isInstanceOf(Accepted.class);
    }

    @Test
    void searchesBelowSeveralBases() {
        DirectorySettings settings = settings(Map.of(
                "domain", "ou=nobody-here," + Slapd.SUFFIX, "furtherDomains", List.of(Slapd.GROUPS, Slapd.PEOPLE)));
        slapd.add("dn: ou=nobody-here," + Slapd.SUFFIX, "objectClass: organizationalUnit", "ou: nobody-here");

        assertThat(signIn(settings, "jo", "jo-password")).isInstanceOf(Accepted.class);
    }

    @Test
    void aMissingSearchBaseIsNamed() {
        DirectorySettings settings = settings(Map.of("domain", "ou=typo," + Slapd.SUFFIX));

        assertThatThrownBy(() -> client.read(settings, List.of()).toFuture().join())
                .cause()
                .isInstanceOf(DirectoryException.class)
                .hasMessageContaining("Invalid ldap search base")
                .hasMessageContaining("ou=typo");
    }

    @Test
    void tlsAndStartTlsWorkWithTheRightName() {
        DirectorySettings ldaps =
                settings(Slapd.HOST, slapd.tlsPort(), Map.of("tls", true, "certificates", slapd.certificate()));
        DirectorySettings startTls = settings(Map.of("startTls", true, "certificates", slapd.certificate()));

        assertThat(signIn(ldaps, "jo", "jo-password")).isInstanceOf(Accepted.class);
        assertThat(signIn(startTls, "jo", "jo-password")).isInstanceOf(Accepted.class);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        try (Slapd other = Slapd.start("ldap.example.org")) {
            String pem = other.certificate();
            other.addUser("jo", "jo-password");
            DirectorySettings ldaps = settings(Slapd.HOST, other.tlsPort(), Map.of("tls", true, "certificates", pem));
            DirectorySettings startTls =
                    settings(Slapd.HOST, other.port(), Map.of("startTls", true, "certificates", pem));

            assertUnavailable(client(new SimpleMeterRegistry()), ldaps, "ldap.example.org");
            assertUnavailable(client(new SimpleMeterRegistry()), startTls, "ldap.example.org");
            assertThat(signIn(settings(Slapd.HOST, other.port(), Map.of()), "jo", "jo-password"))
                    .as("only its name is wrong")
                    .isInstanceOf(Accepted.class);
        }
    }

    @Test
    void aCertificateNobodyTrustsIsRefused() {
        assertUnavailable(
                client(new SimpleMeterRegistry()),
                settings(Slapd.HOST, slapd.tlsPort(), Map.of("tls", true)),
                "certificat");
    }

    private static void assertUnavailable(DirectoryClient client, DirectorySettings settings, String says) {
        assertThatThrownBy(() ->
                        client.signIn(settings, "jo", "jo-password").toFuture().join())
                .cause()
                .isInstanceOf(PartUnavailable.class)
                .cause()
                .isInstanceOf(DirectoryException.class)
                .hasMessageContaining(says);
    }

    @Test
    void aWrongServicePasswordIsTheConfigurationsFault() {
        DirectorySettings settings = settings(Map.of("password", "wrong-service-password"));

        assertThatThrownBy(() ->
                        client.signIn(settings, "jo", "jo-password").toFuture().join())
                .cause()
                .isInstanceOf(DirectoryException.class)
                .hasMessageContaining("service account")
                .hasMessageNotContaining("wrong-service-password");
    }

    @Test
    void aServerThatIsAwayOpensTheBreaker() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        DirectoryClient other = client(meters);
        DirectorySettings away = settings(Slapd.HOST, FreePort.find(), Map.of());

        for (int i = 0; i < 10; i++) {
            assertUnavailable(other, away, "Unable to talk to ldap");
        }

        assertThatThrownBy(() -> other.signIn(away, "jo", "x").toFuture().join())
                .cause()
                .isInstanceOf(PartUnavailable.class)
                .hasMessageContaining("asked again within 10 s");
        assertThat(meters.get("drover.call").tag("outcome", "open").timer().count())
                .isEqualTo(1);
    }

    @Test
    void readsUsersAgainAndMissesThoseThatAreGone() {
        DirectorySettings settings = settings(Map.of());
        String gone = "uid=gone," + Slapd.PEOPLE;
        String off = "uid=off," + Slapd.PEOPLE;
        String outside = Slapd.SERVICE;

        Map<String, DirectoryUser> read = client.read(
                        settings, List.of("uid=jo," + Slapd.PEOPLE, gone, off, outside, "no name at all"))
                .toFuture()
                .join();

        assertThat(read).containsOnlyKeys("uid=jo," + Slapd.PEOPLE, off);
        assertThat(read.get(off))
                .isNotNull()
                .extracting(DirectoryUser::isDisabled)
                .isEqualTo(true);
    }

    @Test
    void findsUsersAndGroupsByNameAndEscapesWhatIsTyped() {
        DirectorySettings settings = settings(Map.of());

        assertThat(found(settings, "jo", false)).containsExactly("jo");
        assertThat(found(settings, "ngineer", true)).containsExactly("engineering");
        assertThat(found(settings, "*", false)).isEmpty();
        assertThat(found(settings, "*", true)).containsExactly(SPECIAL);
    }

    private List<String> found(DirectorySettings settings, String text, boolean within) {
        return client.search(settings, text, within, 20).toFuture().join().stream()
                .map(DirectoryIdentity::login)
                .toList();
    }

    @Test
    void looksUpEntriesInTheDirectorysSpelling() {
        DirectoryIdentity typed =
                new DirectoryIdentity("openldap_group", "CN=Dev, OU=Groups, DC=example, DC=org", "", "", false);
        DirectoryIdentity missing = new DirectoryIdentity("openldap_group", "cn=none," + Slapd.GROUPS, "", "", false);

        assertThat(client.lookup(settings(Map.of()), List.of(typed, missing))
                        .toFuture()
                        .join())
                .singleElement()
                .isEqualTo(new DirectoryIdentity("openldap_group", "cn=dev," + Slapd.GROUPS, "dev", "dev", false));
    }

    @Test
    void moreGroupsThanAPageAreAllFound() {
        String many = slapd.addUser("many", "many-password");
        for (int i = 0; i < 60; i++) {
            slapd.addGroup("many-" + i, List.of(many));
        }

        assertThat(signIn(settings(Map.of("pageSize", 10)), "many", "many-password"))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.user().groups()).hasSize(60));
    }
}
