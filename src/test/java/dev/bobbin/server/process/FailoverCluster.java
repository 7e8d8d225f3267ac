package dev.bobbin.server.process;

import java.io.IOException;

/** A primary and a synchronous standby of PostgreSQL. */
interface FailoverCluster extends AutoCloseable {

    /** The URL of both servers, for a client that needs the primary. */
    String jdbcUrl();

    /** Kills the primary with SIGKILL, and waits until the standby has taken over. */
    void failOver() throws IOException;

    /** Makes the killed server the standby of the new primary. It never runs as a second primary. */
    void rejoin() throws IOException;

    @Override
    void close() throws IOException;
}
