package dev.bobbin.server.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A client that sends requests of which most are wrong, and finds fault with the answers. */
public final class Fuzzer {

    private final Server server;
    private final Random random;
    private final Mutations mutations;
    private final List<String> findings = new ArrayList<>();
    private final List<ThreadModel> past = new ArrayList<>();
    private ThreadModel conversation;
    private RawConnection connection;

    public Fuzzer(Server server, long seed) {
        this.server = server;
        this.random = new Random(seed);
        this.mutations = new Mutations(random);
    }

    /** What was wrong with answers, each with the request in the form in which {@code printf '%b'} prints it. */
    public List<String> findings() {
        return findings;
    }

    public void send(int requests) {
        conversation = new ThreadModel(server.api(), random);
        for (int i = 0; i < requests; i++) {
            RawRequest valid = conversation.request();
            switch (random.nextInt(12)) {
                case 0 -> sendBytes(i, mutations.bytesOf(valid));
                case 1, 2 -> send(i, valid, true);
                default -> send(i, mutations.of(valid), false);
            }
            if (conversation.isOver()) {
                past.add(conversation);
                conversation = new ThreadModel(server.api(), random);
            }
        }
        past.add(conversation);
        past.forEach(this::check);
    }

    private void check(ThreadModel conversation) {
        try {
            conversation.check();
        } catch (RuntimeException | AssertionError e) {
            findings.add("At the end: " + beginning(e.toString()));
        }
    }

    private void send(int index, RawRequest request, boolean valid) {
        try {
            if (connection == null) {
                connection = new RawConnection(server.port());
            }
            Optional<RawResponse> answer = connection.exchange(request);
            if (valid && answer.filter(some -> some.status() == 200).isEmpty()) {
                throw new AssertionError("A valid request was refused: " + answer);
            }
            answer.ifPresent(some -> judge(some, request));
            if (answer.isEmpty() || answer.get().isLast()) {
                connection.close();
                connection = null;
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            report(index, request.bytes(), e);
            connection = null;
        }
    }

    private void judge(RawResponse answer, RawRequest request) {
        ResponseAssertions.on(answer, request.bytes(), request.method().equals("HEAD"));
        learn(answer, request.method().equals("GET"));
    }

    private void sendBytes(int index, byte[] bytes) {
        try {
            List<RawResponse> answers = RawConnection.exchangeAll(server.port(), bytes);
            if (answers.isEmpty() && ResponseAssertions.isAnswerDue(bytes)) {
                throw new AssertionError("No answer");
            }
            for (RawResponse answer : answers) {
                ResponseAssertions.on(answer, bytes, answer.body().isEmpty());
                learn(answer, false);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            report(index, bytes, e);
        }
    }

    private void learn(RawResponse answer, boolean readOnly) {
        if (answer.status() == 200 && !answer.body().isEmpty()) {
            conversation.learn(answer.json(), readOnly);
        }
    }

    private void report(int index, byte[] request, Throwable problem) {
        findings.add("Request " + index + ": " + beginning(problem.toString()) + "\n" + printable(request));
    }

    private static String beginning(String text) {
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
