package io.drover.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class SignInCookiesTest {
    @Test
    void onlyWhatASignInLeftGoesOn() {
        HttpHeaders given = new HttpHeaders();
        given.add(HttpHeaders.COOKIE, "token=session; drover_signin_abc=one;CSRF=0123456789");
        given.add(HttpHeaders.COOKIE, "drover_signin_def=two; xdrover_signin_=three");

        assertThat(ForwardedRequest.signInCookies(given)).isEqualTo("drover_signin_abc=one; drover_signin_def=two");
        assertThat(ForwardedRequest.signInCookies(new HttpHeaders())).isEmpty();
    }
}
