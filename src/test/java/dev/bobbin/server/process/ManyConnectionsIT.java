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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A small server and more connections than its heap has room for. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("It takes what connections there are.")
class ManyConnectionsIT {

    private static final int CONNECTIONS = 6000;
    private static final Duration LOAD = Duration.ofSeconds(8);
    private static final byte[] HALF_A_HEAD =
            ("GET /v1/threads/thread_1 HTTP/1.1\r\nHost: " + "x".repeat(4000)).getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void outlivesThem() throws Exception {
        try (JarProcess jar = JarProcess.start(folder, "-Xmx128m")) {
            List<SocketChannel> crowd = new ArrayList<>();
            try (Selector taken = Selector.open()) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    SocketChannel connection = connectTo(jar.port());
                    connection.register(taken, SelectionKey.OP_CONNECT);
                    crowd.add(connection);
                }
                long end = System.nanoTime() + LOAD.toNanos();
                while (System.nanoTime() < end && !taken.keys().isEmpty()) {
                    taken.select(ManyConnectionsIT::begin, LOAD.toMillis());
                }
            }
            for (SocketChannel connection : crowd) {
                connection.close();
            }

            assertThat(jar.api()
                            .post(jar.threadWith() + "/messages", Server.say("Hello"))
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

    /** Sends half a head on a connection that the server has taken. */
    private static void begin(SelectionKey key) {
        SocketChannel connection = (SocketChannel) key.channel();
        try {
            connection.finishConnect();
            connection.write(ByteBuffer.wrap(HALF_A_HEAD));
            key.cancel();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
