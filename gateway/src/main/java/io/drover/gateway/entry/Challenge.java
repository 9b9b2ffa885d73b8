package io.drover.gateway.entry;

import io.drover.api.ApiException;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** The challenge of a refusal, which makes browsers ask for a key (spec: api contract, section 2). */
final class Challenge {
    private static final String REALM = "Enter API access key and secret key as username and password";

    private final LiveSettings settings;

    Challenge(LiveSettings settings) {
        this.settings = settings;
    }

    /** Adds it to the answer, unless the client does not want it or could not show it. */
    void add(ServerWebExchange exchange, ApiException refusal) {
        HttpHeaders asked = exchange.getRequest().getHeaders();
        boolean isUnwanted = "true".equalsIgnoreCase(asked.getFirst("X-API-No-Challenge")) || isUpgrade(asked);
        if (refusal instanceof ApiException.Unauthorized && !isUnwanted) {
            exchange.getResponse()
                    .getHeaders()
                    .set(HttpHeaders.WWW_AUTHENTICATE, basic(settings.text(SettingName.REALM, REALM)));
        }
    }

    /** As a quoted string; what no header may hold is left out. */
    static String basic(String realm) {
        String plain = realm.replaceAll("[^\\x20-\\x7E]", "");
        return "Basic realm=\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static boolean isUpgrade(HttpHeaders headers) {
        String connection = headers.getFirst(HttpHeaders.CONNECTION);
        return connection != null && connection.toLowerCase(Locale.ROOT).contains("upgrade");
    }
}
