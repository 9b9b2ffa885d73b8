package io.drover.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.json.JsonMapper;

class AuditMaskTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Case(String type, @Nullable String id, String given, String expected) {
        @Override
        public String toString() {
            return type + " " + given;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("stack", null, "{'name':'a'}", "{'name':'a'}"),
            new Case(
                    "apiKey", null, "{'secretValue':'s','publicValue':'p'}", "{'secretValue':'***','publicValue':'p'}"),
            new Case("password", null, "{'oldSecret':'a','newSecret':'b'}", "{'oldSecret':'***','newSecret':'***'}"),
            new Case("secondFactor", null, "{'recoveryCodes':['a','b']}", "{'recoveryCodes':'***'}"),
            new Case("x", null, "{'serviceAccountPassword':'a'}", "{'serviceAccountPassword':'***'}"),
            new Case("x", null, "{'clientSecret':'a','accessToken':'b'}", "{'clientSecret':'***','accessToken':'***'}"),
            new Case("x", null, "{'password':'','token':null}", "{'password':'','token':null}"),
            new Case("service", null, "{'launchConfig':{'environment':{'A':'b'}}}", "{'launchConfig':'***'}"),
            new Case(
                    "service",
                    null,
                    "{'secondaryLaunchConfigs':[{'command':['--password=x']}]}",
                    "{'secondaryLaunchConfigs':'***'}"),
            new Case(
                    "x",
                    null,
                    "{'a':[{'b':{'amazonec2Config':{'secretKey':'k'}}}]}",
                    "{'a':[{'b':{'amazonec2Config':'***'}}]}"),
            new Case("container", null, "{'environment':{'PASS':'word'}}", "{'environment':{'PASS':'***'}}"),
            new Case("container", null, "{'environment':['PASS=word']}", "{'environment':'***'}"),
            new Case(
                    "stack",
                    null,
                    "{'dockerCompose':'web: ...','answers':{'a':'b'}}",
                    "{'dockerCompose':'***','answers':{'a':'***'}}"),
            new Case("secret", null, "{'name':'n','value':'dmFsdWU='}", "{'name':'n','value':'***'}"),
            new Case("setting", "api.host", "{'value':'http://x'}", "{'value':'http://x'}"),
            new Case("setting", "api.auth.ldap.service.account.password", "{'value':'x'}", "{'value':'***'}"),
            new Case("certificate", null, "{'cert':'c','key':'k'}", "{'cert':'c','key':'***'}"),
            new Case(
                    "registrationToken",
                    "1c1",
                    "{'command':'docker run ...','links':{'self':'u'}}",
                    "{'command':'***'}"),
            new Case("container", "1i1", "{'command':['sh']}", "{'command':['sh']}"),
            new Case("crate", null, "{'PIN':'1234'}", "{'PIN':'***'}"));

    @ParameterizedTest
    @FieldSource("CASES")
    void secretsAreTakenOut(Case given) {
        assertThat(AuditMask.masked(given.type(), given.id(), Set.of("pin"), tree(given.given())))
                .isEqualTo(tree(given.expected()));
    }

    record Shown(String answer, boolean expected) {}

    static final List<Shown> ANSWERS = List.of(
            new Shown("{'type':'registrationToken','token':'t'}", true),
            new Shown("{'type':'registrationToken','token':null}", false),
            new Shown("{'type':'collection','data':[{'type':'x'},{'type':'register','secretKey':'k'}]}", true),
            new Shown("{'type':'collection','data':[]}", false),
            new Shown("{'type':'hostAccess','token':'t'}", false),
            new Shown("{'type':'service','launchConfig':{'environment':{'A':'b'}}}", false));

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void aReadOfASecretIsKnownByItsAnswer(Shown given) {
        assertThat(AuditMask.showsSecret(tree(given.answer()))).isEqualTo(given.expected());
    }

    @Property(tries = 300)
    void howeverDeepNothingSecretIsLeft(@ForAll("trees") Map<String, Object> tree) {
        assertThat(JSON.writeValueAsString(AuditMask.masked("x", null, Set.of(), tree)))
                .doesNotContain("sesame");
    }

    @Property(tries = 200)
    void whatIsRecordedFitsAHeaderAndComesBackAsJson(@ForAll("trees") Map<String, Object> tree, @ForAll String text) {
        Map<String, @Nullable Object> request = AuditMask.masked("x", null, Set.of(), tree);
        Map<String, @Nullable Object> response = new java.util.HashMap<>();
        response.put("text", text.repeat(500));
        AuditObjects objects = AuditObjects.of(request, response);

        String header = objects.header();
        assertThat(header.length()).isLessThanOrEqualTo(AuditObjects.LONGEST_HEADER);
        AuditObjects read = AuditObjects.read(header).orElseThrow();
        if (read.request() != null) {
            assertThat(JSON.readTree(read.request()).isObject()).isTrue();
        }
        if (read.response() != null) {
            assertThat(read.response()).isEqualTo(objects.response());
            assertThat(read.response().length()).isLessThanOrEqualTo(AuditObjects.LONGEST_OBJECT);
        }
    }

    @Property(tries = 200)
    void otherHeadersAreNone(@ForAll String header) {
        assertThat(AuditObjects.read(header)).isEmpty();
    }

    @Provide
    Arbitrary<Map<String, Object>> trees() {
        return maps(4);
    }

    private static Arbitrary<Map<String, Object>> maps(int depth) {
        Arbitrary<String> secrets =
                Arbitraries.of("password", "secretValue", "myToken", "lbConfig", "dockerCompose", "privateKey");
        Arbitrary<String> names = Arbitraries.of("a", "b", "links", "ports", "long");
        Arbitrary<Map<String, Object>> hidden = Arbitraries.maps(
                        secrets, Arbitraries.of("sesame", List.of("sesame"), Map.of("x", "sesame")))
                .ofMaxSize(3)
                .map(Map::copyOf);
        Arbitrary<Object> values = depth == 0
                ? Arbitraries.of("x", 1, true, "y".repeat(3000))
                : Arbitraries.oneOf(
                        Arbitraries.of("x", 1, "y".repeat(700)),
                        maps(depth - 1).map(map -> (Object) map),
                        maps(depth - 1).list().ofMaxSize(3).map(list -> (Object) list));
        return Arbitraries.maps(names, values)
                .ofMaxSize(4)
                .flatMap(open -> hidden.map(closed -> {
                    Map<String, Object> both = new java.util.HashMap<>(open);
                    both.putAll(closed);
                    return both;
                }));
    }

    @SuppressWarnings("unchecked") // an object of JSON
    private static Map<String, Object> tree(String json) {
        return (Map<String, Object>) JSON.readValue(json.replace('\'', '"'), Map.class);
    }
}
