package io.drover.benchmarks;

import io.drover.e2e.Api;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everybody signs in at once, and again until it worked.
 *
 * @param tooMany whose first answer was 429
 * @param unavailable whose first answer was 503
 * @param seconds until each was signed in
 */
record Storm(String what, int tooMany, int unavailable, double[] seconds) {
    /** @param address that a proxy would name */
    record Person(String name, String password, String address) {}

    static Storm of(String what, String server, List<Person> people) {
        AtomicInteger tooMany = new AtomicInteger();
        AtomicInteger unavailable = new AtomicInteger();
        Queue<Double> seconds = new ConcurrentLinkedQueue<>();
        Queue<Exception> faults = new ConcurrentLinkedQueue<>();
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            for (Person person : people) {
                executor.submit(() -> {
                    try {
                        HttpRequest request = request(server, person);
                        int first = ask(http, request);
                        tooMany.addAndGet(first == 429 ? 1 : 0);
                        unavailable.addAndGet(first == 503 ? 1 : 0);
                        for (int status = first; status / 100 != 2; ) {
                            status = ask(http, request);
                        }
                        seconds.add((System.nanoTime() - began) / 1e9);
                    } catch (IOException | InterruptedException | IllegalStateException e) {
                        faults.add(e);
                    }
                });
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "%d of %d could not sign in; the first of them: %s"
                            .formatted(faults.size(), people.size(), faults.peek()),
                    faults.peek());
        }
        return new Storm(
                what,
                tooMany.get(),
                unavailable.get(),
                seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static HttpRequest request(String server, Person person) throws IOException {
        return HttpRequest.newBuilder(URI.create(server + "/v2-beta/token"))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", person.address())
                .POST(HttpRequest.BodyPublishers.ofString(
                        Api.JSON.writeValueAsString(Map.of("code", person.name() + ":" + person.password()))))
                .build();
    }

    /** Waits as long as a refusal says before it returns. */
    private static int ask(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status / 100 != 2) {
            String after = answer.headers()
                    .firstValue("Retry-After")
                    .orElseThrow(() -> new IllegalStateException(
                            "a sign-in was answered with " + status + " and no Retry-After: " + answer.body()));
            // As the refusal asks.
            Thread.sleep(Duration.ofSeconds(Long.parseLong(after)));
        }
        return status;
    }
}
