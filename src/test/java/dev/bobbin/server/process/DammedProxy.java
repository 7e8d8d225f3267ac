package dev.bobbin.server.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** A proxy for one connection. It holds the response back after its start, until the test opens it. */
final class DammedProxy implements AutoCloseable {

    private static final int FORWARDED_BYTES = 1000;

    private final ServerSocket socket;
    private final int target;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    private DammedProxy(ServerSocket socket, int target) {
        this.socket = socket;
        this.target = target;
    }

    static DammedProxy to(int port) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        DammedProxy proxy = new DammedProxy(socket, port);
        new Thread(proxy::forward, "dammed-proxy").start();
        return proxy;
    }

    int port() {
        return socket.getLocalPort();
    }

    void awaitStart() throws InterruptedException {
        started.await();
    }

    void open() {
        opened.countDown();
    }

    private void forward() {
        try (Socket client = socket.accept();
                Socket server = smallWindow()) {
            byte[] head = new byte[FORWARDED_BYTES];
            server.getOutputStream().write(head, 0, client.getInputStream().read(head));
            InputStream response = server.getInputStream();
            client.getOutputStream().write(response.readNBytes(FORWARDED_BYTES));
            started.countDown();
            opened.await();
            response.transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The server has been killed, or the test has ended.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The response must not fit into the buffers of the connection. */
    private Socket smallWindow() throws IOException {
        Socket server = new Socket();
        server.setReceiveBufferSize(4096);
        server.connect(new InetSocketAddress("127.0.0.1", target));
        return server;
    }

    @Override
    public void close() throws IOException {
        open();
        socket.close();
    }
}
