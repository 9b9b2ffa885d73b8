package io.drover.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsedTicketsTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @Test
    void aTicketOpensOneStreamHoweverManyCameBetween() {
        UsedTickets used = new UsedTickets();
        assertThat(used.use("mine", NOW.plusSeconds(60), NOW)).isTrue();
        for (int i = 0; i < 5000; i++) {
            assertThat(used.use("other-" + i, NOW.plusSeconds(30), NOW)).isTrue();
        }
        assertThat(used.use("mine", NOW.plusSeconds(60), NOW.plusSeconds(59))).isFalse();
    }
}
