package io.drover.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkTest {
    private static final String OUTPUT = """
            Running 5s test @ http://127.0.0.1:1/x
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     5.20ms    2.11ms  40.03ms   80.11%
                Req/Sec    12.11k     1.00k   14.00k    70.00%
              Latency Distribution
                 50%  776.00us
                 75%    6.00ms
                 90%    8.00ms
                 99%    1.02s\s
              60551 requests in 5.00s, 70.00MB read
            Requests/sec:  12110.53
            Transfer/sec:     14.00MB
            """;

    @Test
    void readsWhatWrkSays() {
        assertThat(Wrk.read(OUTPUT)).isEqualTo(new Wrk.Load(60551, 12110.53, 0.776, 1020));
    }

    @Test
    void answersThatAreNoSuccessMeasureNothing() {
        assertThatThrownBy(() -> Wrk.read(OUTPUT + "  Non-2xx or 3xx responses: 12\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not every request");
    }
}
