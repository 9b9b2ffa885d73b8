package io.drover.identity.api.oauth;

import io.drover.api.ApiException;
import io.drover.identity.FirstPassword;
import io.drover.identity.api.SessionHandler;
import io.drover.identity.api.oidc.ProviderHandler;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.oidc.ProviderSettings;
import io.drover.identity.signin.SignInCode;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.runtime.call.PartUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Signing in at the authorization endpoint, by all the ways of {@link SessionHandler}: throttled, audited, with second factors. */
final class SignInClient {
    /** Long enough to read the question for consent. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int SERVER_ERROR = 500;

    private final SessionHandler sessions;
    private final AccountStore accounts;
    private final FirstPassword firstPassword;
    private final ProviderHandler providers;

    SignInClient(
            SessionHandler sessions, AccountStore accounts, FirstPassword firstPassword, ProviderHandler providers) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.firstPassword = firstPassword;
        this.providers = providers;
    }

    /** The provider people can sign in with; null: none is enabled. */
    @Nullable
    ProviderKind provider() {
        return WaitingClient.await(providers.active().map(ProviderSettings::kind));
    }

    /** What a try to sign in came to. */
    sealed interface Outcome {
        /** @param key of the new session */
        record Opened(String key) implements Outcome {
            @Override
            public String toString() {
                return "Opened";
            }
        }

        /**
         * @param status HTTP status
         * @param sentence for the person
         */
        record Failed(int status, String sentence) implements Outcome {}
    }

    Outcome signIn(SignInCode code, @Nullable String secondFactor, String address) {
        try {
            String key = WaitingClient.await(sessions.identify(code, secondFactor, address)
                    .doOnNext(person -> firstPassword.usedBy(person.account().id()))
                    .flatMap(person -> sessions.open(person, LIFE)));
            return key == null
                    ? new Outcome.Failed(401, "this account is not a person's: it cannot sign in")
                    : new Outcome.Opened(key);
        } catch (ApiException refused) {
            return new Outcome.Failed(status(refused), refused.sentence());
        } catch (PartUnavailable away) {
            return new Outcome.Failed(503, away.sentence());
        } catch (CompletionException late) {
            return new Outcome.Failed(503, "signing in took too long: try again");
        }
    }

    private static int status(ApiException refused) {
        return switch (refused) {
            case ApiException.Unauthorized _ -> 401;
            case ApiException.Forbidden _ -> 403;
            case ApiException.TooMany _ -> 429;
            case ApiException.Unavailable _ -> 503;
            case ApiException.NotFound _,
                    ApiException.NotAllowed _,
                    ApiException.Conflict _,
                    ApiException.InvalidField _,
                    ApiException.BadRequest _,
                    ApiException.TooLarge _ -> SERVER_ERROR;
        };
    }

    /** Whose session that is; null: nobody's. */
    @Nullable
    AccountRow holder(String key) {
        return WaitingClient.await(sessions.holder(key));
    }

    /** What people call the account. */
}
