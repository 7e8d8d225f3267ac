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

/** {@code java -jar bobbin.jar backup FILE} asks the server on this machine for a copy of its H2 file. */
public final class BackupCommand implements FileCommand {

    static final String PATH = "/actuator/backup";

    /** The name of the file within the zip, as in the data folder. */
    static final String ENTRY = "bobbin.mv.db";

    @Override
    public String run(Path file, Environment settings) throws IOException, InterruptedException {
        String url =
                settings.getProperty("backup.url", "http://127.0.0.1:" + settings.getProperty("server.port", "8080"));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            download(URI.create(url + PATH), keyFrom(settings), part);
            check(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return "The backup is in " + file + " (" + Files.size(file) + " bytes).";
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
            throw new IOException(url + " answers " + response.statusCode() + ": "
                    + Files.readString(file).strip());
        }
    }

    /** Reads to the end what may have been cut off, checksum included, and has it on the disk. */
    private static void check(Path file) throws IOException {
        try (ZipInputStream zip = open(file)) {
            zip.transferTo(OutputStream.nullOutputStream());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** A backup at the beginning of what it holds. */
    static ZipInputStream open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(bytes);
        @Nullable ZipEntry entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(ENTRY)) {
            bytes.close();
            throw new IOException(file + " is no backup of Bobbin");
        }
        return zip;
    }

    /** One that is set as a digest is of no use here. */
    private static String keyFrom(Environment settings) throws IOException {
        List<String> keys = Binder.get(settings)
                .bind("bobbin.admin-keys", Bindable.listOf(String.class))
                .orElse(List.of());
        Optional<String> plain =
                keys.stream().filter(key -> !key.startsWith("sha256:")).findFirst();
        return plain.orElseThrow(
                () -> new IOException(
                        "The server wants one of its admin keys: give it as --bobbin.admin-keys=sk-... or as BOBBIN_ADMINKEYS"));
    }
}
