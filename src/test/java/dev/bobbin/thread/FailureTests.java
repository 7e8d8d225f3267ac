package dev.bobbin.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.HeuristicCompletionException;

/** Responses to failures on the server's side, mostly of the database. */
@WebSliceTest
@ExtendWith(OutputCaptureExtension.class)
class FailureTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private ThreadService threads;

    static Stream<RuntimeException> transientFailures() {
        return Stream.of(
                new CannotCreateTransactionException(
                        "",
                        new SQLTransientConnectionException("The pool is empty", new SQLException("Refused", "08001"))),
                new JpaSystemException(new RuntimeException(new SQLException("Terminating connection", "57P01"))),
                new JpaSystemException(new RuntimeException(new SQLException("Connection refused", "08001"))),
                new JpaSystemException(new RuntimeException(new SQLException("Connection is closed"))),
                new JpaSystemException(new RuntimeException(new SQLException("Could not serialize access", "40001"))));
    }

    static Stream<RuntimeException> busyDatabase() {
        return Stream.of(
                new CannotCreateTransactionException("", new SQLTransientConnectionException("The pool is exhausted")),
                new JpaSystemException(new RuntimeException(new SQLException("Lock timeout", "55P03"))),
                new JpaSystemException(new RuntimeException(new SQLException("Lock timeout", "HYT00"))));
    }

    @ParameterizedTest
    @MethodSource("transientFailures")
    void returns503ForATransientDatabaseFailure(RuntimeException failure) {
        when(threads.retrieve(any(), any())).thenThrow(failure);
        MvcTestResult response = mvc.get().uri("/v1/threads/thread_1").exchange();

        assertThat(response).hasStatus(503).hasHeader("Retry-After", "1");
        assertThat(response).bodyJson().isStrictlyEqualTo("""
                        {"error": {"message": "The server's database is away or busy at the moment. \
                        Please try again shortly.",
                         "type": "server_error", "param": null, "code": null}}""");
    }

    @ParameterizedTest
    @MethodSource("busyDatabase")
    void returns503IfOtherRequestsKeepTheDatabaseBusy(RuntimeException failure) {
        when(threads.retrieve(any(), any())).thenThrow(failure);
        MvcTestResult response = mvc.get().uri("/v1/threads/thread_1").exchange();

        assertThat(response).hasStatus(503).hasHeader("Retry-After", "1");
        assertThat(response)
                .bodyJson()
                .extractingPath("error.message")
                .isEqualTo(
                        "The server's database is busy with other requests at the moment. Please try again shortly.");
    }

    @Test
    void returns503WhenTheDiskIsFull() {
        when(threads.retrieve(any(), any()))
                .thenThrow(new JpaSystemException(new RuntimeException(new SQLException("No space left", "53100"))));
        MvcTestResult response = mvc.get().uri("/v1/threads/thread_1").exchange();

        assertThat(response).hasStatus(503).hasHeader("Retry-After", "30");
        assertThat(response)
                .bodyJson()
                .extractingPath("error.message")
                .isEqualTo("The server's disk is nearly full: it takes no changes until there is room. Reading works.");
    }

    /** The official clients would retry a 503 and repeat the write. */
    @Test
    void returns500WhenTheOutcomeOfAWriteIsUnknown(CapturedOutput output) {
        when(threads.create(any(), any(), any()))
                .thenThrow(new HeuristicCompletionException(
                        HeuristicCompletionException.STATE_UNKNOWN, new SQLException("Read timed out", "08006")));

        assertThat(mvc.post().uri("/v1/threads")).hasStatus(500).hasHeader("x-should-retry", "false");
        assertThat(output.getOut().lines().filter(line -> line.contains("POST /v1/threads")))
                .singleElement()
                .asString()
                .contains(" WARN ", "the outcome of the request is unknown");
        assertThat(output.getOut()).doesNotContain("\tat ");
    }

    @Test
    void returns500WhenTheOutcomeOfAReadIsUnknown() {
        when(threads.retrieve(any(), any()))
                .thenThrow(new HeuristicCompletionException(
                        HeuristicCompletionException.STATE_UNKNOWN, new SQLException("Connection reset", "08006")));

        assertThat(mvc.get().uri("/v1/threads/thread_1").exchange())
                .hasStatus(500)
                .hasHeader("x-should-retry", "false");
    }

    @Test
    void logsAnInternalErrorAndHidesItFromTheClient(CapturedOutput output) {
        when(threads.retrieve(any(), any()))
                .thenThrow(new DataIntegrityViolationException("detail", new SQLException("detail", "23505")));
        MvcTestResult response = mvc.get().uri("/v1/threads/thread_1").exchange();
        String requestId = response.getResponse().getHeader("x-request-id");

        assertThat(response).hasStatus(500).hasHeader("x-should-retry", "false");
        assertThat(response).bodyJson().isStrictlyEqualTo("""
                        {"error": {"message": "The server had an error while processing your request. \
                        Sorry about that!",
                         "type": "server_error", "param": null, "code": null}}""");
        assertThat(output.getOut().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("[" + requestId + "]", "GET /v1/threads/thread_1 failed");
    }
}
