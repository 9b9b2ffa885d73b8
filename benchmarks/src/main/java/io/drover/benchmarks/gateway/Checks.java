package io.drover.benchmarks.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.drover.api.schema.Access;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import io.drover.api.security.CallerReader;
import io.drover.api.security.Policy;
import io.drover.model.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * What a service spends on knowing its caller: the signature, dates and issuer of the internal token, and the look into the
 * policy's table. One thread; each is called for two seconds to warm up, then for one, five times.
 */
final class Checks {
    private static final Duration WARM = Duration.ofSeconds(2);
    private static final Duration RUN = Duration.ofSeconds(1);
    private static final int RUNS = 5;
    private static final int KEY_BITS = 2048;

    private static final ResourceType TYPE = new ResourceType(
            "stack",
            "st",
            "",
            true,
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Access.none().allow("crud", Role.OWNER, Role.MEMBER).allow("r", Role.READONLY));

    /** Keeps results from being optimised away. */
    private static volatile Object last = "";

    private Checks() {}

    static void print() {
        try {
            RSAKey key = new RSAKeyGenerator(KEY_BITS).keyID("1").generate();
            String token = token(key, Clock.systemUTC().instant());
            NimbusJwtDecoder decoder =
                    NimbusJwtDecoder.withPublicKey(key.toRSAPublicKey()).build();
            decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer("drover"));
            Caller caller = CallerReader.read(decoder.decode(token).getClaims());
            report("token verification", () -> decoder.decode(token));
            report("policy check", () -> checked(caller));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static Object checked(Caller caller) {
        Policy.require(caller, TYPE, Verb.READ);
        return caller;
    }

    private static String token(RSAKey key, Instant now) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .issuer("drover")
                .audience("drover")
                .subject("1a1")
                .claim("kind", "admin")
                .claim("name", "admin")
                .claim("env", "1a5")
                .claim("env_uuid", "5cbb1a3e-0c0d-4a2c-bd60-6e1a5bb1e4f2")
                .claim("env_name", "Default")
                .claim("role", "owner")
                .claim("cred", "1c7")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private static void report(String what, Supplier<Object> check) {
        micros(check, WARM);
        double[] runs = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            runs[run] = micros(check, RUN);
        }
        System.out.printf(
                Locale.ROOT,
                "CHECK %s: %s%n",
                what,
                String.join(
                        " ",
                        List.of(runs[0], runs[1], runs[2], runs[3], runs[4]).stream()
                                .map(run -> String.format(Locale.ROOT, "%.3f", run))
                                .toList()));
    }

    /** Microseconds per call. */
    private static double micros(Supplier<Object> check, Duration length) {
        long calls = 0;
        long began = System.nanoTime();
        long spent;
        do {
            for (int i = 0; i < 100; i++) {
                last = check.get();
            }
            calls += 100;
            spent = System.nanoTime() - began;
        } while (spent < length.toNanos());
        return spent / 1e3 / calls;
    }
}
