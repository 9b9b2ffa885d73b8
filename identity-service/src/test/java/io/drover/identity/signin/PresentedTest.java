package io.drover.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.secret.RegistrationToken;
import io.drover.identity.signin.Presented.Basic;
import io.drover.identity.signin.Presented.Bearer;
import io.drover.identity.signin.Presented.Nothing;
import io.drover.identity.signin.Presented.Registration;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PresentedTest {
    record Case(
            String name,
            String scheme,
            @Nullable String user,
            @Nullable String secret,
            Object expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("a key", "basic", "ABC", "xyz", new Basic("ABC", "xyz")),
            new Case("a session token", "bearer", null, "tok", new Bearer("tok", null)),
            new Case("a session token as password", "basic", "x-api-bearer", "tok", new Bearer("tok", null)),
            new Case("whatever the case", "basic", "X-API-BEARER", "tok", new Bearer("tok", null)),
            new Case("that also chooses", "basic", "x-api-bearer=1a5", "tok", new Bearer("tok", "1a5")),
            new Case(
                    "a registration token",
                    "basic",
                    "registrationToken",
                    "AB:12:sig",
                    new Registration(new RegistrationToken("AB", 12, "sig"))),
            new Case("half a registration token", "basic", "registrationToken", "AB:12", Nothing.class),
            new Case("no secret", "basic", "ABC", "", Nothing.class),
            new Case("no user", "basic", "", "xyz", Nothing.class),
            new Case("an empty token", "bearer", null, null, Nothing.class),
            new Case("nothing", "none", null, null, Nothing.class),
            new Case("an unknown scheme", "digest", "a", "b", Nothing.class));

    @ParameterizedTest
    @FieldSource("CASES")
    void reads(Case test) {
        Presented read = Presented.read(test.scheme, test.user, test.secret);

        if (test.expected instanceof Class<?> kind) {
            assertThat(read).isInstanceOf(kind);
        } else {
            assertThat(read).isEqualTo(test.expected);
        }
    }

    @Property
    void neverPrintsASecret(@ForAll @StringLength(min = 12, max = 40) String secret, @ForAll String user) {
        Assume.that(!user.contains(secret));
        for (String scheme : List.of("basic", "bearer", "none")) {
            assertThat(Presented.read(scheme, user, secret).toString()).doesNotContain(secret);
        }
        assertThat(Presented.read("basic", "registrationToken", "AB:12:" + secret)
                        .toString())
                .doesNotContain(secret);
    }

    @Property
    void aSignInCodeIsSplitAtTheFirstColon(
            @ForAll @StringLength(min = 1) String user, @ForAll @StringLength(min = 1) String pw) {
        Assume.that(!user.contains(":"));

        assertThat(SignInCode.parse(user + ":" + pw)).contains(new SignInCode(user, pw));
        assertThat(SignInCode.parse(user)).isEmpty();
        assertThat(SignInCode.parse(user + ":")).isEmpty();
        assertThat(SignInCode.parse(":" + pw)).isEmpty();
    }
}
