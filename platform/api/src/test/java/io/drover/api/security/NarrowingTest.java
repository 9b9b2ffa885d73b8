package io.drover.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.schema.Access;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class NarrowingTest {
    private static final Access TABLE = Access.none()
            .allow("crud", Role.OWNER, Role.MEMBER)
            .allow("ra", Role.RESTRICTED)
            .allow("r", Role.READONLY);
    private static final ResourceType STACK = type("stack").inStack("id");
    private static final ResourceType SERVICE = type("service").inStack("stackId");
    private static final ResourceType HOST = type("host");
    private static final List<ResourceType> TYPES = List.of(STACK, SERVICE, HOST);

    private static ResourceType type(String name) {
        return new ResourceType(
                name,
                "x",
                "",
                true,
                List.of(Field.of("stackId", "reference[stack]").filterable()),
                List.of(),
                List.of(),
                Set.of(),
                TABLE);
    }

    record Case(String grants, boolean readOnly, ResourceType type, Verb verb, String where) {}

    /** Where a member may: everywhere, nowhere, or in these stacks. */
    static final List<Case> CASES = List.of(
            new Case("", false, HOST, Verb.DELETE, "everywhere"),
            new Case("", true, HOST, Verb.DELETE, "nowhere"),
            new Case("", true, HOST, Verb.ACT, "nowhere"),
            new Case("", true, HOST, Verb.READ, "everywhere"),
            new Case("*:r", false, HOST, Verb.READ, "everywhere"),
            new Case("*:r", false, SERVICE, Verb.READ, "everywhere"),
            new Case("*:r", false, SERVICE, Verb.ACT, "nowhere"),
            new Case("service:ra@1st5", false, SERVICE, Verb.READ, "1st5"),
            new Case("service:ra@1st5", false, SERVICE, Verb.ACT, "1st5"),
            new Case("service:ra@1st5", false, SERVICE, Verb.UPDATE, "nowhere"),
            new Case("service:ra@1st5", true, SERVICE, Verb.ACT, "nowhere"),
            new Case("service:ra@1st5", false, HOST, Verb.READ, "nowhere"),
            new Case("service:r@1st5 service:r@1st7", false, SERVICE, Verb.READ, "1st5, 1st7"),
            new Case("service:r@1st5 service:r", false, SERVICE, Verb.READ, "everywhere"),
            new Case("service:r service:cu@1st5", false, SERVICE, Verb.CREATE, "1st5"),
            // What is in no stack needs a grant without one, and so does a stack that is not made yet.
            new Case("*:crud@1st5", false, HOST, Verb.READ, "nowhere"),
            new Case("*:crud@1st5", false, STACK, Verb.READ, "1st5"),
            new Case("*:crud@1st5", false, STACK, Verb.DELETE, "1st5"),
            new Case("*:crud@1st5", false, STACK, Verb.CREATE, "nowhere"),
            new Case("stack:c", false, STACK, Verb.CREATE, "everywhere"));

    @ParameterizedTest
    @FieldSource("CASES")
    void saysWhere(Case given) {
        Narrowing narrowing = new Narrowing(given.readOnly(), grants(given.grants()));
        assertThat(where(new Rights(Role.MEMBER, narrowing).scope(given.type(), given.verb())))
                .isEqualTo(given.where());
    }

    private static String where(StackScope scope) {
        return scope.everywhere() ? "everywhere" : scope.isNowhere() ? "nowhere" : scope.ids();
    }

    private static List<Grant> grants(String texts) {
        return Stream.of(texts.split(" "))
                .filter(text -> !text.isEmpty())
                .map(Grant::parse)
                .toList();
    }

    @Provide
    Arbitrary<Narrowing> narrowings() {
        Arbitrary<Grant> grant = Combinators.combine(
                        Arbitraries.of("*", "stack", "service", "host", "boat")
                                .set()
                                .ofMinSize(1)
                                .ofMaxSize(3),
                        Arbitraries.of(Verb.class).set().ofMinSize(1),
                        Arbitraries.longs().between(1, 4).set().ofMaxSize(2))
                .as(Grant::new);
        return Combinators.combine(Arbitraries.of(true, false), grant.list().ofMaxSize(4))
                .as(Narrowing::new);
    }

    @Property
    void neverWidensTheRole(@ForAll("narrowings") Narrowing narrowing, @ForAll Role role, @ForAll Verb verb) {
        for (ResourceType type : TYPES) {
            Rights rights = new Rights(role, narrowing);
            if (rights.permit(type, verb)) {
                assertThat(Rights.of(role).permit(type, verb)).isTrue();
            }
            assertThat(rights.permit(type, verb))
                    .isEqualTo(!rights.scope(type, verb).isNowhere())
                    .isEqualTo(rights.verbs(type).contains(verb));
            assertThat(rights.see(type)).isEqualTo(!rights.verbs(type).isEmpty());
        }
    }

    @Property
    void readOnlyLeavesReadingAndNothingElse(@ForAll("narrowings") Narrowing narrowing, @ForAll Verb verb) {
        Narrowing reading = new Narrowing(true, narrowing.grants());
        for (ResourceType type : TYPES) {
            assertThat(reading.permits(type, verb))
                    .isEqualTo(verb == Verb.READ && new Narrowing(false, narrowing.grants()).permits(type, verb));
        }
    }

    @Property
    void aFurtherGrantTakesNothingAway(
            @ForAll("narrowings") Narrowing narrowing, @ForAll("narrowings") Narrowing more, @ForAll Verb verb) {
        List<Grant> all = new ArrayList<>(narrowing.grants());
        all.addAll(more.grants());
        if (narrowing.grants().isEmpty()) {
            return;
        }
        for (ResourceType type : TYPES) {
            StackScope before = new Narrowing(narrowing.readOnly(), narrowing.grants()).scope(type, verb);
            StackScope after = new Narrowing(narrowing.readOnly(), all).scope(type, verb);
            for (long stack = 1; stack <= 4; stack++) {
                assertThat(!before.covers(stack) || after.covers(stack)).isTrue();
            }
            assertThat(!before.everywhere() || after.everywhere()).isTrue();
        }
    }
}
