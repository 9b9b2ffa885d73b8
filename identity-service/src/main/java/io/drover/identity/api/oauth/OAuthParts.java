package io.drover.identity.api.oauth;

import java.time.Clock;

/** What the servlet context takes from this service's reactive one: nothing else is shared between the two. */
record OAuthParts(
        OAuthClientRepository clients,
        OAuthGrantRepository grants,
        ConsentClient consents,
        SignInClient signIns,
        OAuthRecordHandler records,
        Clock clock) {}
