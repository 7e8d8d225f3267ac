package dev.bobbin.server.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Sends random requests to a server, most of them invalid, and checks every response. */
public final class Fuzzer {

    private final Server server;
    private final Random random;
    private final Mutations mutations;
    private final List<String> findings = new ArrayList<>();
    private final List<ThreadModel> models = new ArrayList<>();
    private ThreadModel model;
    private RawConnection connection;

    public Fuzzer(Server server, long seed) {
        this.server = server;
        this.random = new Random(seed);
        this.mutations = new Mutations(random);
    }

    /** Returns the failed checks. Each contains its request, escaped for {@code printf '%b'}. */
    public List<String> findings() {
        return findings;
    }

    public void send(int requests) {
        startThread();
        for (int i = 0; i < requests; i++) {
            RawRequest valid = model.nextRequest();
            switch (random.nextInt(12)) {
                case 0 -> sendBytes(i, mutations.bytesOf(valid));
                case 1, 2 -> send(i, valid, true);
                default -> send(i, mutations.of(valid), false);
            }
            if (model.isThreadDeleted()) {
                startThread();
            }
        }
        models.forEach(this::verify);
    }

    private void startThread() {
        model = new ThreadModel(server.api(), random);
        models.add(model);
    }

    private void verify(ThreadModel thread) {
        try {
            thread.verify();
        } catch (RuntimeException | AssertionError e) {
            findings.add("At the end: " + truncated(e.toString()));
        }
    }

    private void send(int index, RawRequest request, boolean valid) {
        try {
            if (connection == null) {
                connection = new RawConnection(server.port());
            }
            Optional<RawResponse> received = connection.exchange(request);
            if (valid && received.filter(response -> response.status() == 200).isEmpty()) {
                throw new AssertionError("The server rejected a valid request: " + received);
            }
            received.ifPresent(response -> check(response, request));
            if (received.isEmpty() || received.get().closesConnection()) {
                connection.close();
                connection = null;
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            report(index, request.bytes(), e);
            connection = null;
        }
    }

    private void check(RawResponse response, RawRequest request) {
        ResponseAssertions.assertValid(
                response, request.bytes(), request.method().equals("HEAD"));
        updateModel(response, request.method().equals("GET"));
    }

    private void sendBytes(int index, byte[] bytes) {
        try {
            List<RawResponse> responses = RawConnection.exchangeAll(server.port(), bytes);
            if (responses.isEmpty() && ResponseAssertions.requiresResponse(bytes)) {
                throw new AssertionError("No response");
            }
            for (RawResponse response : responses) {
                ResponseAssertions.assertValid(response, bytes, response.body().isEmpty());
                updateModel(response, false);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            report(index, bytes, e);
        }
    }

    private void updateModel(RawResponse response, boolean readOnly) {
        if (response.status() == 200 && !response.body().isEmpty()) {
            model.update(response.json(), readOnly);
        }
    }

    private void report(int index, byte[] request, Throwable problem) {
        findings.add("Request " + index + ": " + truncated(problem.toString()) + "\n" + printable(request));
    }

    private static String truncated(String text) {
        return text.substring(0, Math.min(2000, text.length()));
    }

    private static String printable(byte[] request) {
        StringBuilder text = new StringBuilder();
        for (char c : new String(request, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(c < ' ' || c > '~' || c == '\\' || c == '\'' ? String.format("\\x%02x", (int) c) : c);
        }
        return text.toString();
    }
}
