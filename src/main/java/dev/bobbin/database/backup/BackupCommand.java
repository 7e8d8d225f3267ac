package dev.bobbin.database.backup;

import dev.bobbin.database.h2.OwnerOnlyFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** {@code java -jar bobbin.jar backup FILE}: downloads a backup of the H2 file from the server on this machine. */
public final class BackupCommand implements FileCommand {

    static final String PATH = "/actuator/backup";

    /** The server sends no byte for this long only if the connection is lost. */
    private static final int TIMEOUT_MILLIS = 50_000;

    @Override
    public String run(Path file, Environment settings) throws IOException {
        String url =
                settings.getProperty("backup.url", "http://127.0.0.1:" + settings.getProperty("server.port", "8080"));
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        Path restored = file.resolveSibling(file.getFileName() + ".part.mv.db");
        // Removes the files if the operator interrupts the command.
        partial.toFile().deleteOnExit();
        restored.toFile().deleteOnExit();
        try {
            download(url, adminKey(settings), partial);
            BackupSummary summary = new BackupFile(partial).unpackTo(restored);
            OwnerOnlyFile.move(partial, file);
            return "Wrote the backup to " + file + " (" + Files.size(file) + " bytes, " + summary.objects() + ").";
        } finally {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(restored);
        }
    }

    private static void download(String url, String key, Path file) throws IOException {
        HttpURLConnection connection = connect(url);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Authorization", "Bearer " + key);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new IOException(url + " offers no backup. The backup of PostgreSQL is pg_dump.");
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(url + " responded with " + status + ": " + errorBody(connection));
            }
            save(connection, file);
        } catch (ConnectException | UnknownHostException e) {
            throw new IOException(
                    "No server responds at " + url + ". Start it, or set --server.port or --backup.url.", e);
        } catch (SocketTimeoutException e) {
            throw new IOException("The server at " + url + " has sent nothing for " + TIMEOUT_MILLIS / 1000 + " s.", e);
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection connect(String url) throws IOException {
        try {
            if (URI.create(url + PATH).toURL().openConnection() instanceof HttpURLConnection connection) {
                return connection;
            }
            throw new MalformedURLException(url);
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw new IOException("The value of backup.url is not a URL such as http://127.0.0.1:8080.", e);
        }
    }

    private static void save(HttpURLConnection connection, Path file) throws IOException {
        OwnerOnlyFile.create(file);
        try (InputStream body = connection.getInputStream();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            body.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("The download ended before the backup was complete: " + e.getMessage() + ".", e);
        }
    }

    private static String errorBody(HttpURLConnection connection) throws IOException {
        try (@Nullable InputStream body = connection.getErrorStream()) {
            return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /** Returns the first admin key that is not a digest, since the request must contain the key itself. */
    private static String adminKey(Environment settings) throws IOException {
        List<String> keys = Binder.get(settings)
                .bind("bobbin.admin-keys", Bindable.listOf(String.class))
                .orElse(List.of());
        Optional<String> plain =
                keys.stream().filter(key -> !key.startsWith("sha256:")).findFirst();
        return plain.orElseThrow(() -> new IOException(
                "The server requires one of its admin keys. Set --bobbin.admin-keys=sk-... or the environment "
                        + "variable BOBBIN_ADMINKEYS=sk-..."));
    }
}
