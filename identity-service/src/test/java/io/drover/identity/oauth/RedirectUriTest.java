package io.drover.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/back",
                "https://app.example:8443/back?a=b",
                "http://127.0.0.1/callback",
                "http://[::1]:8080/callback",
                "com.example.app:/back"
            })
    void canBeRegistered(String address) {
        assertThat(RedirectUri.refusal(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/back",
                "//app.example/back",
                "http://app.example/back",
                "http://localhost/back",
                "http://127.0.0.1.evil.example/back",
                "https:///back",
                "https://app.example/back#x",
                "https://user@app.example/back",
                "https://*.example/back",
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "myapp:/back",
                "https://app.example/a b"
            })
    void cannotBeRegistered(String address) {
        assertThat(RedirectUri.refusal(address)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/back, https://app.example/back, true",
        "https://app.example/back, https://app.example/back/, false",
        "https://app.example/back, https://app.example:443/back, false",
        "https://app.example/back, HTTPS://app.example/back, false",
        "http://127.0.0.1/cb, http://127.0.0.1:5000/cb, true",
        "http://127.0.0.1:9/cb, http://127.0.0.1:5000/cb, true",
        "http://127.0.0.1/cb, http://127.0.0.1:5000/cb?x=1, false",
        "http://127.0.0.1/cb, http://127.0.0.1:5000/other, false",
        "http://127.0.0.1/cb, http://[::1]:5000/cb, false",
        "http://127.0.0.1/cb, http://u@127.0.0.1:5000/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1:5000/cb#x, false",
        "http://127.0.0.1/cb, https://127.0.0.1:5000/cb, false"
    })
    void onlyThePortOfALoopbackAddressMayDiffer(String registered, String requested, boolean expected) {
        assertThat(RedirectUri.isRegistered(List.of(registered), requested)).isEqualTo(expected);
    }

    @Test
    void aPageAllowsItsFormTheOneAddress() {
        assertThat(RedirectUri.source("http://127.0.0.1:5000/cb")).isEqualTo("http://127.0.0.1:5000");
        assertThat(RedirectUri.source("https://app.example/back")).isEqualTo("https://app.example");
        assertThat(RedirectUri.source("com.example.app:/back")).isEqualTo("com.example.app:");
    }
}
