package io.drover.testkit;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.reactivestreams.Publisher;

/**
 * The house style as far as a machine can check it. Each module has this test:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "io.drover.scheduler", importOptions = ImportOption.DoNotIncludeTests.class)
 * class ArchitectureTest {
 *     @ArchTest
 *     static final ArchRule house = HouseRules.all();
 * }
 * }</pre>
 *
 * Exceptions, all of them: {@code io.drover.runtime} is where asynchrony, time and identities come from; {@code *Config}
 * classes do the wiring; {@code *Application} classes hold {@code main}; tests are not imported.
 */
public final class HouseRules {
    /** Names that tell the reader "asynchronous". */
    private static final String EDGES =
            ".*(Controller|Handler|Loop|Stream|Store|Repository|Client|Config|GatewayFilter)(\\$.*)?";

    private static final String RUNTIME = "io.drover.runtime..";
    private static final String CONFIG = ".*Config(\\$.*)?";
    private static final String WIRING = ".*(Config|Application)(\\$.*)?";
    private static final String BANNED_NAMES =
            ".*[.$]((Base|Abstract)[A-Z]\\w*|\\w*(Impl|Utils?|Helper|Manager|DTO|Dto))";

    private static final Set<String> WALL_CLOCKS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime");

    private static final List<String> INJECTION = List.of(
            "org.springframework.beans.factory.annotation.Autowired",
            "org.springframework.beans.factory.annotation.Value",
            "jakarta.inject.Inject",
            "jakarta.annotation.Resource");

    public static final ArchRule ASYNCHRONY_ONLY_AT_THE_EDGES = noClasses()
            .that()
            .haveNameNotMatching(EDGES)
            .and()
            .resideOutsideOfPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor..", "org.reactivestreams..")
            .because("Mono and Flux live in classes named *Controller *Handler *Loop *Stream *Store *Repository *Client"
                    + " *Config (gateway: *GatewayFilter); everything else is plain code that a test can call")
            .allowEmptyShould(true);

    public static final ArchRule TIME_IDS_AND_DICE_ARE_INJECTED = noClasses()
            .that()
            .haveNameNotMatching(CONFIG)
            .and()
            .resideOutsideOfPackage(RUNTIME)
            .should()
            .callMethodWhere(
                    DescribedPredicate.describe("reads the wall clock or makes an id", HouseRules::readsTheWorld))
            .orShould()
            .callConstructorWhere(
                    DescribedPredicate.describe("reads the wall clock or rolls dice", HouseRules::makesDice))
            .because("now, ids and randomness are arguments or injected (Clock, Ids, RandomGenerator of TimeConfig), so"
                    + " that tests decide them")
            .allowEmptyShould(true);

    public static final ArchRule NOBODY_BLOCKS = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "blocks on a publisher",
                    call -> call.getTarget().getName().startsWith("block") && ownedByReactor(call)))
            .because("a blocked event loop stops every connection on it; blocking libraries live in a *Client on"
                    + " boundedElastic")
            .allowEmptyShould(true);

    public static final ArchRule ONLY_THE_RUNTIME_SUBSCRIBES = noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME)
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "subscribes to a publisher",
                    call -> call.getTarget().getName().startsWith("subscribe")
                            && !call.getTarget().getName().equals("subscribeOn")
                            && call.getTargetOwner().isAssignableTo(Publisher.class)))
            .because("what nobody stops leaks: return the publisher, or give it to Subscriptions or a KeyedLoop")
            .allowEmptyShould(true);

    public static final ArchRule NO_FIELD_INJECTION = noFields()
            .should()
            .beAnnotatedWith(DescribedPredicate.describe(
                    "an injection annotation",
                    annotation -> INJECTION.contains(annotation.getRawType().getName())))
            .because("collaborators are final fields given to the constructor")
            .allowEmptyShould(true);

    public static final ArchRule FEATURES_ARE_FREE_OF_CYCLES = slices().matching("io.drover.*.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(nameMatching(WIRING), DescribedPredicate.alwaysTrue())
            .because("two features that need each other are one feature")
            .allowEmptyShould(true);

    public static final ArchRule FEATURES_DO_NOT_KNOW_THEIR_EDGES = noClasses()
            .that()
            .resideInAPackage("io.drover.*.*..")
            .and()
            .resideOutsideOfPackages("io.drover.*.api..", "io.drover.*.store..")
            .and()
            .haveNameNotMatching(WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.drover.*.api..", "io.drover.*.store..")
            .because("api and store depend on features, never the other way: a feature declares the interface it needs")
            .allowEmptyShould(true);

    public static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveNameMatching(BANNED_NAMES)
            .because("Impl, Util, Helper, Manager, DTO, Base and Abstract say nothing: name the trait or the job")
            .allowEmptyShould(true);

    public static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .that()
            .doNotHaveSimpleName("package-info")
            .should(new ArchCondition<>("live in a package marked @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type,
                            marked,
                            "%s: its package has no package-info with @NullMarked".formatted(type.getName())));
                }
            })
            .because("null is marked or absent")
            .allowEmptyShould(true);

    private HouseRules() {}

    /** Every rule. */
    public static ArchRule all() {
        return CompositeArchRule.of(List.of(
                ASYNCHRONY_ONLY_AT_THE_EDGES,
                TIME_IDS_AND_DICE_ARE_INJECTED,
                NOBODY_BLOCKS,
                ONLY_THE_RUNTIME_SUBSCRIBES,
                NO_FIELD_INJECTION,
                FEATURES_ARE_FREE_OF_CYCLES,
                FEATURES_DO_NOT_KNOW_THEIR_EDGES,
                NAMES_SAY_WHAT_A_CLASS_IS,
                PACKAGES_ARE_NULL_MARKED));
    }

    private static boolean readsTheWorld(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        String name = call.getTarget().getName();
        boolean noArguments = call.getTarget().getRawParameterTypes().isEmpty();
        return (WALL_CLOCKS.contains(owner) && name.equals("now") && noArguments)
                || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                || (owner.equals("java.time.Clock") && name.startsWith("system"))
                || (owner.equals(UUID.class.getName()) && name.equals("randomUUID"))
                || (owner.equals(Math.class.getName()) && name.equals("random"))
                || owner.equals(ThreadLocalRandom.class.getName());
    }

    private static boolean makesDice(JavaConstructorCall call) {
        boolean now = call.getTargetOwner().isEquivalentTo(Date.class)
                && call.getTarget().getRawParameterTypes().isEmpty();
        return now || call.getTargetOwner().isAssignableTo(Random.class);
    }

    private static boolean ownedByReactor(JavaAccess<?> access) {
        return access.getTargetOwner().getPackageName().startsWith("reactor.core.publisher");
    }
}
