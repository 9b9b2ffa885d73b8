package io.drover.cli;

import static io.drover.cli.Wire.collection;
import static io.drover.cli.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.drover.cli.FakeServer.Reply;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptCommandsTest {
    private static final String BASE = "/v2-beta/projects/1a5/";
    private static final String QUAY =
            json("{'type':'registry','id':'1sp1','serverAddress':'quay.io','state':'active'}");
    private static final String ANN =
            json("{'type':'registryCredential','id':'1c1','registryId':'1sp1','publicValue':'ann','state':'active'}");

    @TempDir
    Path home;

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewRegistryGetsItsUserWithThePasswordOfStandardInput() throws JsonProcessingException {
        server.on("GET " + BASE + "registries", collection())
                .on("POST " + BASE + "registries", request -> new Reply(201, QUAY))
                .on("GET " + BASE + "registrycredentials", collection())
                .on("POST " + BASE + "registrycredentials", request -> new Reply(201, ANN));
        var result =
                Drover.loggedIn(home, server).input("swordfish\n").run("registries", "add", "quay.io", "--user", "ann");

        assertThat(result.out()).isEqualTo("registry quay.io (1sp1) is pulled from as ann\n");
        JsonNode body =
                Json.parse(server.only("POST", BASE + "registrycredentials").body());
        assertThat(body.path("registryId").asText()).isEqualTo("1sp1");
        assertThat(body.path("secretValue").asText()).isEqualTo("swordfish");
    }

    @Test
    void aUserThatIsThereGetsTheNewPasswordOfAFile() throws IOException {
        Path file = Files.writeString(home.resolve("token"), "fresh\nnot this\n");
        server.on("GET " + BASE + "registries", collection(QUAY))
                .on("GET " + BASE + "registrycredentials", collection(ANN))
                .on("PUT " + BASE + "registrycredentials/1c1", ANN);
        var result = Drover.loggedIn(home, server)
                .run("registries", "add", "QUAY.io", "--user", "ann", "--password-file", file.toString());

        assertThat(result.code()).isZero();
        assertThat(Json.parse(server.only("PUT", BASE + "registrycredentials/1c1")
                                .body())
                        .path("secretValue")
                        .asText())
                .isEqualTo("fresh");
        assertThat(server.requests()).noneMatch(request -> request.method().equals("POST"));
    }

    @Test
    void registriesAreListedWithTheirUsers() {
        server.on("GET " + BASE + "registries", collection(QUAY))
                .on("GET " + BASE + "registrycredentials", collection(ANN));
        var result = Drover.loggedIn(home, server).run("registries");

        assertThat(result.out()).contains("quay.io").contains("ann");
    }

    @Test
    void aSecretIsSentByteForByteAndItsValueIsNotPrinted() throws IOException {
        Path file = Files.write(home.resolve("secret"), new byte[] {0, 10, (byte) 0xff});
        server.on(
                        "POST " + BASE + "secrets",
                        request -> new Reply(201, json("{'type':'secret','id':'1se1','name':'gold','value':'AAr/'}")))
                .on("GET " + BASE + "secrets/1se1", json("{'type':'secret','id':'1se1','name':'gold'}"));
        var result = Drover.loggedIn(home, server).run("secrets", "add", "gold", file.toString(), "--format", "json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("gold").doesNotContain("AAr/");
        assertThat(Json.parse(server.only("POST", BASE + "secrets").body())
                        .path("value")
                        .asText())
                .isEqualTo("AAr/");
    }

    @Test
    void aNewValueIsANewVersion() {
        String action = ",'actions':{'setvalue':'" + server.url() + BASE + "secrets/1se1?action=setvalue'}";
        server.on(
                        "GET " + BASE + "secrets",
                        collection(json("{'type':'secret','id':'1se1','name':'gold','version':1" + action + "}")))
                .on("POST " + BASE + "secrets/1se1", json("{'type':'secret','id':'1se1','name':'gold','version':2}"));
        var result = Drover.loggedIn(home, server).input("x").run("secrets", "set", "gold");

        assertThat(result.out()).isEqualTo("secret gold (1se1) has version 2 now\n");
    }

    @Test
    void nothingAtAllIsNoSecret() {
        var result = Drover.loggedIn(home, server).input("").run("secrets", "add", "gold");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("the secret would be empty");
    }

    @Test
    void certificatesAreReadFromTheirFiles() throws IOException {
        Path cert = Files.writeString(home.resolve("cert.pem"), "CERT");
        Path key = Files.writeString(home.resolve("key.pem"), "KEY");
        server.on(
                "POST " + BASE + "certificates",
                request -> new Reply(
                        201,
                        json(
                                "{'type':'certificate','id':'1c2','name':'shop','CN':'shop.test','expiresAt':'tomorrow'}")));
        var result = Drover.loggedIn(home, server)
                .run("certificates", "add", "shop", "--cert", cert.toString(), "--key", key.toString());

        assertThat(result.out()).isEqualTo("certificate shop (1c2) added, for shop.test until tomorrow\n");
        JsonNode body = Json.parse(server.only("POST", BASE + "certificates").body());
        assertThat(body.path("cert").asText()).isEqualTo("CERT");
        assertThat(body.path("key").asText()).isEqualTo("KEY");
        var without = Drover.loggedIn(home, server).run("certificates", "add", "shop", "--cert", cert.toString());
        assertThat(without.code()).isEqualTo(2);
    }

    @Test
    void aMistypedNameRemovesNothing() {
        server.on("GET " + BASE + "registries", collection(QUAY));
        var result = Drover.loggedIn(home, server).run("registries", "rm", "quay.io", "qay.io");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("there is no registry 'qay.io'");
        assertThat(server.requests()).noneMatch(request -> request.method().equals("DELETE"));
    }

    @Test
    void keysAreShownToAdministrators() {
        server.on(
                        "GET /v2-beta/masterkeys",
                        collection(json("{'type':'masterKey','id':'1k1','backend':'localkey','generation':'ab12cd34',"
                                + "'values':3,'current':true}")))
                .on(
                        "GET /v2-beta/secretkeys",
                        collection(json("{'type':'secretKey','id':'1k1','backend':'vault','generation':'1','values':7,"
                                + "'current':false}")));
        var result = Drover.loggedIn(home, server).run("keys");

        assertThat(result.out())
                .containsPattern("accounts +localkey +ab12cd34 +3 +seals")
                .containsPattern("secrets +vault +1 +7 +being replaced");
    }
}
