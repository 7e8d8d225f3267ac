package dev.bobbin.server.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Swagger UI in a real browser executes every operation with its unchanged example. */
class SwaggerUiIT {

    /** Deletions come first, because the other examples must still work after them. */
    private static final List<String> OPERATIONS = List.of(
            "Messages-deleteMessage",
            "Threads-deleteThread",
            "Items-deleteItem",
            "Conversations-deleteConversation",
            "Messages-createMessage",
            "Messages-listMessages",
            "Messages-retrieveMessage",
            "Messages-modifyMessage",
            "Threads-createThread",
            "Threads-retrieveThread",
            "Threads-modifyThread",
            "Items-createItems",
            "Items-listItems",
            "Items-retrieveItem",
            "Conversations-createConversation",
            "Conversations-listConversations",
            "Conversations-retrieveConversation",
            "Conversations-updateConversation");

    @TempDir
    private Path folder;

    private Chromium chromium;

    @BeforeEach
    void open() {
        chromium = Chromium.launch();
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void executesEveryExampleWithoutAKey() throws IOException {
        try (JarProcess jar = JarProcess.start(folder, "spring.profiles.active=demo")) {
            Page page = openSwaggerUi(jar);

            OPERATIONS.forEach(operation -> execute(page, operation, "200"));
        }
    }

    @Test
    void executesEveryExampleAfterAKeyIsEntered() throws IOException {
        try (JarProcess jar = JarProcess.start(
                folder, "spring.profiles.active=demo", "bobbin.api-keys.red=sk-red", "server.address=127.0.0.1")) {
            Page page = openSwaggerUi(jar);
            execute(page, "Threads-retrieveThread", "401");
            page.locator(".auth-wrapper .authorize").first().click();
            page.locator("#auth-bearer-value").fill("sk-red");
            page.locator(".auth-container:has(#auth-bearer-value) button.authorize")
                    .click();
            page.locator(".btn-done").first().click();

            OPERATIONS.forEach(operation -> execute(page, operation, "200"));
        }
    }

    @Test
    void offersAnExportAsAFile() throws IOException {
        try (JarProcess jar = JarProcess.start(folder, "spring.profiles.active=demo")) {
            Page page = openSwaggerUi(jar);

            for (String operation : List.of(
                    "Threads-exportThreads",
                    "Threads-exportThread",
                    "Conversations-exportConversations",
                    "Conversations-exportConversation")) {
                execute(page, operation, "200");
                assertThat(page.locator("#operations-" + operation + " .live-responses-table a[download]"))
                        .hasText("Download file");
            }
        }
    }

    private Page openSwaggerUi(JarProcess jar) {
        Page page = chromium.browser().newPage();
        page.navigate(jar.origin() + "/swagger-ui/index.html");
        assertThat(page.locator(".info .title")).containsText("Bobbin");
        assertThat(page).hasTitle("Bobbin API");
        return page;
    }

    private static void execute(Page page, String operation, String status) {
        Locator block = page.locator("#operations-" + operation);
        if (!block.getAttribute("class").contains("is-open")) {
            block.locator(".opblock-summary-control").click();
            block.locator(".try-out__btn").click();
        }
        block.locator(".execute").click();

        assertThat(block.locator(".live-responses-table .response .response-col_status"))
                .containsText(status);
    }
}
