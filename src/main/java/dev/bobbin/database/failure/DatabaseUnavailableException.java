package dev.bobbin.database.failure;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/** The database cannot be used. The message states in one line why, and what to do. */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private DatabaseUnavailableException(String message) {
        super(message);
    }

    public static DatabaseUnavailableException folder(Path folder, IOException cause) {
        return folder(folder, reason(cause));
    }

    public static DatabaseUnavailableException folder(Path folder, String reason) {
        return new DatabaseUnavailableException("The data folder " + folder + " cannot be used: " + reason
                + ". Set bobbin.data-dir to a folder that this user can write to.");
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + " is a file, or a symbolic link whose target is missing";
        }
        return cause instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : "permission denied";
    }

    /** @param reason why the server does not use the file, in words that begin with "it" */
    public static DatabaseUnavailableException file(Path file, String reason) {
        return new DatabaseUnavailableException("The database file " + file + " is not used: " + reason
                + ". The file has not been changed. Restore a backup, or set bobbin.data-dir to another folder.");
    }

    public static DatabaseUnavailableException readOnly(String url) {
        return new DatabaseUnavailableException("The file of the database " + withoutParameters(url)
                + " is read-only. Make it writable for this user, or set bobbin.data-dir to another folder.");
    }

    public static DatabaseUnavailableException remoteH2(String url) {
        return new DatabaseUnavailableException("The database " + withoutParameters(url)
                + " is a remote H2 server, which is not supported. Use PostgreSQL, or remove spring.datasource.url to "
                + "use an H2 file.");
    }

    /** Only a data folder has the checksums and the lock that such a file needs. */
    public static DatabaseUnavailableException dataFolderUrl() {
        return new DatabaseUnavailableException("The value of spring.datasource.url cannot begin with "
                + "jdbc:h2:checked:. Remove it, and set bobbin.data-dir to the folder of the database file.");
    }

    /** The message does not contain the URL, which may contain a password in any place. */
    public static DatabaseUnavailableException unknownUrl() {
        return new DatabaseUnavailableException(
                "The value of spring.datasource.url is not supported. Use a URL such as "
                        + "jdbc:postgresql://localhost/bobbin, with the user in spring.datasource.username and the "
                        + "password in spring.datasource.password, or a URL that begins with jdbc:h2:.");
    }

    public static DatabaseUnavailableException inUse(String url) {
        return new DatabaseUnavailableException(inUseSentence(withoutParameters(url)));
    }

    public static DatabaseUnavailableException of(String url, SQLException cause) {
        return new DatabaseUnavailableException(sentence(withoutParameters(url), cause));
    }

    public static DatabaseUnavailableException encoding(String url, String encoding) {
        return new DatabaseUnavailableException("The database " + withoutParameters(url) + " has the encoding "
                + encoding + ", which cannot store every message. Create a database with the encoding UTF8, for "
                + "example with create database bobbin encoding 'UTF8' locale 'C' template template0.");
    }

    private static String sentence(String url, SQLException cause) {
        if (!url.startsWith("jdbc:h2:")) {
            return "The database " + url + " cannot be reached: " + oneLine(cause)
                    + " Check spring.datasource.url, the user and the password, and that the database is running.";
        }
        return switch (cause.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> inUseSentence(url);
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1 ->
                "The database file of " + url + " is corrupt or not an H2 database. Restore a backup, or set "
                        + "bobbin.data-dir to another folder.";
            default ->
                "The database " + url + " cannot be opened: " + oneLine(cause)
                        + " Check that this user can read and write the file.";
        };
    }

    private static String inUseSentence(String url) {
        return "The database " + url
                + " is in use by another server. Stop that server, or set bobbin.data-dir to another folder.";
    }

    /** The parameters of a URL may contain a password. */
    private static String withoutParameters(String url) {
        return url.split("[?;]", 2)[0];
    }

    private static String oneLine(SQLException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    }
}
