package io.drover.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Clients that read something again and again, with a rest in between, until they are stopped. */
final class Readers {
    static final int CLIENTS = 4;
    static final Duration REST = Duration.ofMillis(20);

    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean isStopped;

    private Readers() {}

    /** @param credential value of the header {@code Authorization} */
    static Readers start(String url, String credential) {
        Readers readers = new Readers();
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", credential)
                .build();
        for (int client = 0; client < CLIENTS; client++) {
            readers.threads.add(Thread.startVirtualThread(() -> readers.read(request)));
        }
        return readers;
    }

    private void read(HttpRequest request) {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (!isStopped) {
                long began = System.nanoTime();
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(
                            "a list was answered with " + answer.statusCode() + ": " + answer.body());
                }
                millis.add((System.nanoTime() - began) / 1e6);
                Thread.sleep(REST); // the load is that of people, not of a loop
            }
        } catch (IOException | IllegalStateException e) {
            faults.add(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long each answer took, in milliseconds. */
    double[] stop() {
        isStopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException("a list was not read: " + faults.peek(), faults.peek());
        }
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
