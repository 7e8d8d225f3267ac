package dev.bobbin.database.backup;

import dev.bobbin.database.h2.OwnerOnlyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** {@code java -jar bobbin.jar backup FILE}: downloads a backup of the H2 file from the server on this machine. */
public final class BackupCommand implements FileCommand {

    static final String PATH = "/actuator/backup";

    /** Name of the H2 file in the zip, the same as in the data folder. */
    static final String ENTRY = "bobbin.mv.db";

    @Override
    public String run(Path file, Environment settings) throws IOException, InterruptedException {
        String url =
                settings.getProperty("backup.url", "http://127.0.0.1:" + settings.getProperty("server.port", "8080"));
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try {
            download(URI.create(url + PATH), adminKey(settings), partial);
            verify(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        return "Wrote the backup to " + file + " (" + Files.size(file) + " bytes).";
    }

    private static void download(URI url, String key, Path file) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .POST(BodyPublishers.noBody())
                .header("Authorization", "Bearer " + key)
                .build();
        OwnerOnlyFile.create(file);
        HttpResponse<Path> response =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofFile(file, StandardOpenOption.WRITE));
        if (response.statusCode() != 200) {
            throw new IOException(url + " responded with " + response.statusCode() + ": "
                    + Files.readString(file).strip());
        }
    }

    /** Reads the whole zip to check that it is complete and that its checksum is right. Then makes the file durable. */
    private static void verify(Path file) throws IOException {
        try (ZipInputStream zip = open(file)) {
            zip.transferTo(OutputStream.nullOutputStream());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Opens a backup, and returns a stream at the start of the H2 file. */
    static ZipInputStream open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(bytes);
        @Nullable ZipEntry entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(ENTRY)) {
            bytes.close();
            throw new IOException(file + " is not a Bobbin backup");
        }
        return zip;
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
