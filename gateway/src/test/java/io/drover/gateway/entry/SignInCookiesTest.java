package io.drover.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class SignInCookiesTest {
    @Test
    void onlyWhatASignInLeftGoesOn() {
        HttpHeaders given = new DefaultHttpHeaders();
        given.add("Cookie", "token=session; drover_signin_abc=one;CSRF=0123456789");
        given.add("Cookie", "drover_signin_def=two; xdrover_signin_=three");

        assertThat(ForwardedRequest.signInCookies(given)).isEqualTo("drover_signin_abc=one; drover_signin_def=two");
        assertThat(ForwardedRequest.signInCookies(new DefaultHttpHeaders())).isEmpty();
    }
}
