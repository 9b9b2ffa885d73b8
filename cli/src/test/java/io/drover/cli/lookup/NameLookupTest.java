package io.drover.cli.lookup;

import static io.drover.cli.lookup.Kind.CONTAINER;
import static io.drover.cli.lookup.Kind.HOST;
import static io.drover.cli.lookup.Kind.SERVICE;
import static io.drover.cli.lookup.Kind.STACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.lookup.Resolution.Ambiguous;
import io.drover.cli.lookup.Resolution.Found;
import io.drover.cli.lookup.Resolution.Unknown;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class NameLookupTest {
    private static final Candidate HELLO = new Candidate(STACK, "1st1", "hello", "", "");
    private static final Candidate HELLO_WEB = new Candidate(SERVICE, "1s1", "web", "hello", "");
    private static final Candidate SHOP_WEB = new Candidate(SERVICE, "1s2", "web", "shop", "");
    private static final Candidate SHOP_HELLO = new Candidate(SERVICE, "1s3", "hello", "shop", "");
    private static final Candidate WEB_1 = new Candidate(CONTAINER, "1i1", "hello-web-1", "", "0123456789ab");
    private static final Candidate BEEF = new Candidate(CONTAINER, "1i2", "beef", "", "0129999999ab");
    private static final Candidate H1 = new Candidate(HOST, "1h1", "h1", "", "");
    private static final List<Candidate> ALL = List.of(HELLO, HELLO_WEB, SHOP_WEB, SHOP_HELLO, WEB_1, BEEF, H1);
    private static final Set<Kind> EVERY = EnumSet.allOf(Kind.class);
    private static final Set<Kind> RUNNING = EnumSet.of(CONTAINER, SERVICE);

    record Case(String text, Set<Kind> kinds, Resolution expected) {}

    static final List<Case> CASES = List.of(
            new Case("1i1", EVERY, new Found(WEB_1)),
            new Case("1st1", EVERY, new Found(HELLO)),
            new Case("1s9", EVERY, new Unknown("there is no service '1s9' in this environment")),
            new Case(
                    "1h1",
                    RUNNING,
                    new Unknown("'1h1' is the id of a host: this command works with service or container")),
            new Case("hello/web", RUNNING, new Found(HELLO_WEB)),
            new Case("shop/web", EVERY, new Found(SHOP_WEB)),
            new Case(
                    "hello/db",
                    RUNNING,
                    new Unknown("there is no service 'db' in a stack 'hello': 'drover ps' lists the services")),
            new Case("hello-web-1", RUNNING, new Found(WEB_1)),
            new Case("h1", EVERY, new Found(H1)),
            new Case(
                    "web",
                    RUNNING,
                    new Ambiguous(
                            List.of(HELLO_WEB, SHOP_WEB),
                            "'web' can mean service hello/web (1s1), service shop/web (1s2):"
                                    + " write the id of the one you mean")),
            new Case("hello", Set.of(STACK), new Found(HELLO)),
            new Case(
                    "hello",
                    EVERY,
                    new Ambiguous(
                            List.of(HELLO, SHOP_HELLO),
                            "'hello' can mean stack hello (1st1), service shop/hello (1s3):"
                                    + " write the id of the one you mean")),
            new Case("01234", RUNNING, new Found(WEB_1)),
            new Case("beef", RUNNING, new Found(BEEF)),
            new Case(
                    "012",
                    RUNNING,
                    new Unknown("there is no service or container named '012' in this environment: 'drover ps -a' and"
                            + " 'drover ps -a -c' list what there is")),
            new Case("0123456789abc", RUNNING, unknown("0123456789abc")),
            new Case("1x5", RUNNING, unknown("1x5")));

    private static Unknown unknown(String text) {
        return new Unknown("there is no service or container named '" + text
                + "' in this environment: 'drover ps -a' and 'drover ps -a -c' list what there is");
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void choosesOneOrSaysWhyNot(Case given) {
        assertThat(NameLookup.resolve(Reference.parse(given.text()), given.kinds(), ALL))
                .isEqualTo(given.expected());
    }
}
