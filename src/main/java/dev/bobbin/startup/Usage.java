package dev.bobbin.startup;

import java.util.List;
import java.util.Map;

/** The text that states how to use the command line, and the sentences for wrong arguments. */
final class Usage {

    static final String TEXT = """
            java -jar bobbin.jar                 starts the server
            java -jar bobbin.jar check           checks the settings, without a start of the server
            java -jar bobbin.jar backup FILE     downloads a backup of the H2 file from the server on this machine
            java -jar bobbin.jar restore FILE    restores a backup to a new data folder
            java -jar bobbin.jar export FILE     writes the threads of a project to a file (- is standard output)
            java -jar bobbin.jar import FILE     sends threads from a file to a server (- is standard input)
            java -jar bobbin.jar key new         generates a key, and prints it and its digest
            java -jar bobbin.jar help            prints this text (also --help, -h)
            java -jar bobbin.jar version         prints the version (also --version, -V)

            Options of export and import. They take the project's key from the environment variable BOBBIN_KEY.

              --url=http://...                   the server (default: BOBBIN_URL, or the server on this machine)
              --conversations                    conversations in place of threads
              --thread=thread_...                export: only this thread
              --conversation=conv_...            export: only this conversation
              --metadata=name=value              export: only threads with this metadata; may be repeated
              --create-threads                   import: create threads that only messages mention
              --create-conversations             import: create conversations that only items mention

            Option of backup:

              --backup.url=http://...            the server (default: the server on this machine)

            Settings follow as --name=value. The most important ones:

              --server.port=9000                 port of the API (default: 8080)
              --server.address=127.0.0.1         address of the API (default: all if a key is set, otherwise loopback)
              --bobbin.api-keys.default=sk-...   API keys of the project "default"
              --bobbin.admin-keys=sk-...         the operator's keys, for /actuator and for backups
              --bobbin.data-dir=/data            folder of the H2 file (default: ./data)
              --spring.datasource.url=jdbc:...   PostgreSQL in place of the H2 file

            Environment variables (BOBBIN_DATADIR=/data) and a file application.yaml in the working directory work, too.
            docs/operations.md lists every setting:
            https://github.com/bobbin-server/bobbin/blob/main/docs/operations.md""";

    private static final Map<String, String> COMMANDS = Map.of(
            "check", "check",
            "backup", "backup FILE",
            "restore", "restore FILE",
            "export", "export FILE",
            "import", "import FILE",
            "key", "key new",
            "help", "help",
            "version", "version");

    private Usage() {}

    /** States what is wrong with the words of the command line, which are no command. */
    static String problem(List<String> words) {
        String command = COMMANDS.get(words.get(0));
        if (command != null) {
            return "Write the command as '" + command + "', and settings as --name=value.";
        }
        return "There is no command '" + words.get(0) + "'."
                + Spelling.nearest(words.get(0), COMMANDS.keySet())
                        .map(nearest -> " Did you mean '" + nearest + "'?")
                        .orElse("");
    }
}
