package dev.bobbin.database.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The states are PostgreSQL's. A refusal means that the statement had no effect, even if it commits itself. */
class SqlFailuresTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # state, transient, refusal
            08001, true,  false
            08006, true,  false
            08007, true,  false
            08P01, true,  false
            22021, false, false
            23514, false, false
            25006, true,  true
            25P02, false, false
            25P03, true,  true
            25P04, true,  true
            40003, true,  false
            53000, true,  true
            53100, true,  true
            53200, true,  true
            53300, true,  true
            53400, true,  true
            55006, false, false
            55P03, true,  true
            57014, true,  true
            57P01, true,  false
            57P02, true,  false
            57P03, true,  false
            57P05, true,  false
            58000, true,  false
            58030, true,  false
            XX000, false, false
            XX001, false, false
            """)
    void classifiesEachState(String state, boolean isTransient, boolean isRefusal) {
        SQLException failure = new SQLException("Failed", state);

        assertThat(SqlFailures.isTransient(failure)).isEqualTo(isTransient);
        assertThat(SqlFailures.isRefusal(failure)).isEqualTo(isRefusal);
    }

    @Test
    void doesNotTrustARefusalIfTheConnectionIsAlsoLost() {
        SQLException failure = new SQLException("Disk full", "53100");
        failure.setNextException(new SQLException("Connection lost", "08006"));

        assertThat(SqlFailures.isRefusal(failure)).isFalse();
    }
}
