package dev.bobbin.server.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A proxy for one connection. It stops in the middle of the response, without closing the connection. */
final class StallingProxy implements AutoCloseable {

    private static final int FORWARDED_BYTES = 1000;

    private final ServerSocket socket;
    private final int target;

    private StallingProxy(ServerSocket socket, int target) {
        this.socket = socket;
        this.target = target;
    }

    static StallingProxy to(int port) throws IOException {
        StallingProxy proxy = new StallingProxy(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")), port);
        new Thread(proxy::forward, "stalling-proxy").start();
        return proxy;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void forward() {
        try (Socket client = socket.accept();
                Socket server = new Socket("127.0.0.1", target);
                InputStream request = client.getInputStream()) {
            byte[] head = new byte[FORWARDED_BYTES];
            server.getOutputStream().write(head, 0, request.read(head));
            client.getOutputStream().write(server.getInputStream().readNBytes(FORWARDED_BYTES));
            while (request.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // The client or the test has closed a connection.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
