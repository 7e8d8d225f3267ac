package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A server with a small heap receives more connections than it has memory for. */
@Tag("slow")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("Uses most of the available connections")
class ManyConnectionsIT {

    private static final int CONNECTIONS = 6000;
    private static final Duration LOAD_TIME = Duration.ofSeconds(8);
    private static final byte[] INCOMPLETE_HEAD =
            ("GET /v1/threads/thread_1 HTTP/1.1\r\nHost: " + "x".repeat(4000)).getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void survivesMoreConnectionsThanItsHeapHasMemoryFor() throws Exception {
        try (JarProcess jar = JarProcess.start(folder, "-Xmx128m")) {
            List<SocketChannel> connections = new ArrayList<>();
            try (Selector accepted = Selector.open()) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    SocketChannel connection = connectTo(jar.port());
                    connection.register(accepted, SelectionKey.OP_CONNECT);
                    connections.add(connection);
                }
                long end = System.nanoTime() + LOAD_TIME.toNanos();
                while (System.nanoTime() < end && !accepted.keys().isEmpty()) {
                    accepted.select(ManyConnectionsIT::sendIncompleteHead, LOAD_TIME.toMillis());
                }
            }
            for (SocketChannel connection : connections) {
                connection.close();
            }

            assertThat(jar.api()
                            .post(jar.threadWith() + "/messages", Server.message("Hello"))
                            .status())
                    .isEqualTo(200);
            assertThat(jar.output()).doesNotContain("OutOfMemoryError");
        }
    }

    private static SocketChannel connectTo(int port) throws IOException {
        SocketChannel connection = SocketChannel.open();
        connection.configureBlocking(false);
        connection.connect(new InetSocketAddress("127.0.0.1", port));
        return connection;
    }

    /** Sends an incomplete request head on a connection that the server has accepted. */
    private static void sendIncompleteHead(SelectionKey key) {
        SocketChannel connection = (SocketChannel) key.channel();
        try {
            connection.finishConnect();
            connection.write(ByteBuffer.wrap(INCOMPLETE_HEAD));
            key.cancel();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
