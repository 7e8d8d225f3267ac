package dev.bobbin.server.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.bobbin.server.support.Server.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.bobbin.server.support.ConcurrentClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.webjars.WebJarVersionLocator;
import tools.jackson.databind.json.JsonMapper;

/** The page in which people read conversations, in a real browser. */
class UiIT {

    /** Set {@code -Dui.messages=50000} to read a longer thread. */
    private static final int MESSAGES = Integer.getInteger("ui.messages", 1000);

    @TempDir
    private static Path folder;

    private static JarProcess jar;
    private static Chromium chromium;

    private final List<String> problems = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        jar = JarProcess.start(folder);
        chromium = Chromium.launch();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        jar.close();
    }

    @BeforeEach
    void openBrowser() {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(1280, 800)
                        .setReducedMotion(ReducedMotion.REDUCE));
        page = context.newPage();
        watch(page, jar.origin());
    }

    /** No test may cause a dialog, an error, or a request to another server. */
    @AfterEach
    void findsNoProblem() {
        context.close();
        assertThat(problems).isEmpty();
    }

    @Test
    void listsAndOpensAThread() {
        String path = jar.threadWith("How do I wind a **bobbin**?", "Slowly.");
        open("");

        row(path).click();

        assertThat(page.locator(".entry")).hasCount(2);
        assertThat(page.locator(".entry strong")).hasText("bobbin");
        assertThat(page.locator("h2", new Page.LocatorOptions().setHasText(id(path))))
                .isVisible();
        assertThat(row(path)).hasAttribute("aria-current", "true");
        assertThat(page).hasURL(Pattern.compile("#/threads/" + id(path) + "$"));
    }

    @Test
    void asksForAThreadOrAConversation() {
        open("");
        assertThat(page.locator("#conversation")).hasText("Choose a thread from the list.");

        page.locator("#tab-conversations").click();
        assertThat(page.locator("#conversation")).hasText("Choose a conversation from the list.");
    }

    @Test
    void showsTheItemsOfAConversation() {
        String path = jar.conversationWith();
        jar.api().post(path + "/items", """
                {"items": [
                  {"role": "user", "content": "How cold is it?"},
                  {"type": "reasoning", "id": "rs_1", "summary": []},
                  {"type": "function_call", "call_id": "call_1", "name": "get_weather",
                   "arguments": "{\\"city\\":\\"Oslo\\"}"},
                  {"type": "function_call_output", "call_id": "call_1", "output": "{\\"degrees\\":-3}"},
                  {"role": "assistant", "content": "**-3** degrees."}
                ]}""");
        open("#/conversations/" + id(path));

        assertThat(page.locator(".entry")).hasCount(5);
        assertThat(page.locator(".entry h3"))
                .hasText(new String[] {"User", "Reasoning", "Function call", "Function call output", "Assistant"});
        assertThat(page.locator("pre")).hasCount(0);
        page.locator(".entry", hasText("get_weather")).locator("summary").click();
        assertThat(page.locator("pre")).hasText("{\n  \"city\": \"Oslo\"\n}");
    }

    @Test
    void showsItemsOfAnyForm() {
        String path = jar.conversationWith("Before");
        jar.api().post(path + "/items", """
                {"items": [
                  {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {},
                   "created_at": "yesterday", "name": {}, "role": ["x"], "attachments": "x", "metadata": [1]},
                  {"role": "user", "content": "After"}
                ]}""");
        open("#/conversations/" + id(path));

        assertThat(page.locator(".entry")).hasCount(3);
        page.locator(".entry", hasText("Web search call")).locator("summary").click();
        assertThat(page.locator(".entry pre")).containsText("\"created_at\": \"yesterday\"");
    }

    @Test
    void filtersByMetadata() {
        String anna = createThread("{\"user\": \"anna b\", \"topic\": \"a=1&b\"}");
        createThread("{\"user\": \"anna b\"}");
        createThread("{}");
        open("");

        find("user=anna b");
        assertThat(page.locator("#rows a")).hasCount(2);
        find("topic=a=1&b");
        assertThat(page.locator("#rows a")).hasCount(1);
        assertThat(row(anna)).isVisible();
        page.reload();
        assertThat(page.locator("#rows a")).hasCount(1);

        page.locator("#filters button").first().click();
        page.locator("#filters button").first().click();
        assertThat(page.locator("#filters li")).hasCount(0);
        row(anna).click();
        page.locator(".heading .pairs a", hasText("user=anna b")).click();
        assertThat(page.locator("#rows a")).hasCount(2);
    }

    @Test
    void opensByIdAndShowsTheErrorsOfTheApi() {
        String path = jar.conversationWith("Hello");
        open("");

        find(id(path));
        assertThat(page.locator(".entry")).hasText(Pattern.compile("Hello"));
        find("thread_none");
        assertThat(page.locator("[role=alert]")).containsText("No thread found with id 'thread_none'.");
        problems.removeIf(problem -> problem.contains("404"));
    }

    @Test
    void offersNoActionsForAnUnknownId() {
        for (String hash : List.of("#/threads/thread_none", "#/conversations/conv_none")) {
            open(hash);
            assertThat(page.locator("[role=alert]")).containsText("_none");
            assertThat(page.locator(".heading .actions")).hasCount(0);
        }
        problems.removeIf(problem -> problem.contains("404"));
    }

    @Test
    void listsWholeIds() {
        String path = jar.conversationWith();
        for (int width : List.of(1280, 390)) {
            page.setViewportSize(width, 844);
            open("#/conversations");

            assertThat(row(path).locator(".id")).hasText(id(path));
            assertThat(row(path).locator(".id").evaluate("id => id.scrollWidth <= id.clientWidth"))
                    .isEqualTo(true);
        }
    }

    @Test
    void hostileTextDoesNothing() {
        String hostile = """
                <script>window.attacked = true</script> <img src=x onerror="window.attacked = true">
                <svg onload="window.attacked = true"></svg> <iframe src="https://evil.example/"></iframe>
                [one](javascript:window.attacked=true) [two](data:text/html,<script>alert(1)</script>)
                <javascript:alert(1)> [three](vbscript:x) ![pixel](https://evil.example/pixel.png)
                [four](https://good.example/ "x\\" onclick=\\"alert(1)")

                <style>body { display: none }</style><form action=https://evil.example><button>Go</button></form>
                \u202egnp.exe\u202c zero\u200bwidth <a href="https://evil.example" style="position:fixed">cover</a>
                """;
        String path = jar.threadWith();
        jar.api().post(path + "/messages", messageWith(hostile));
        jar.api().post(path + "/messages", messageWith("<".repeat(4000) + "x".repeat(200_000)));
        jar.api().post(path + "/messages", messageWith("> ".repeat(2500)));
        jar.api().post(path + "/messages", messageWith("[".repeat(2500) + "*a_".repeat(1000)));
        jar.api().post(path, "{\"metadata\": {\"<img src=x onerror=alert(1)>\": \"<script>alert(1)</script>\"}}");
        open("#/threads/" + id(path));

        assertThat(page.locator(".entry")).hasCount(4);
        Locator first = page.locator(".entry").first();
        assertThat(first).containsText("<script>window.attacked = true</script>");
        assertThat(first).containsText("[U+202E]gnp.exe[U+202C] zero[U+200B]width");
        assertThat(first.locator(".text :is(script, img, svg, iframe, style, form, button, [style], [onclick])"))
                .hasCount(0);
        assertThat(first.locator(".text a[href]")
                        .evaluateAll("links => links.map(link => [link.href, link.rel, link.target].join(' '))")
                        .toString())
                .isEqualTo("[https://evil.example/pixel.png noopener noreferrer _blank, "
                        + "https://good.example/ noopener noreferrer _blank]");
        page.getByText("Show all 204,000 characters").click();
        assertThat(page.locator(".entry pre.plain")).not().hasCount(0);
        assertThat(page.evaluate("window.attacked")).isNull();
    }

    @Test
    void theBrowserBlocksWhatTheSanitizerWouldLetThrough() {
        open("");

        assertThat(page.evaluate("""
                        () => {
                            try {
                                document.body.innerHTML = '<img src=x onerror="window.attacked = true">';
                                return 'assigned';
                            } catch (error) {
                                return error.name;
                            }
                        }""")).isEqualTo("TypeError");
        assertThat(page.evaluate("fetch('https://evil.example/').then(() => 'sent', error => error.name)"))
                .isEqualTo("TypeError");
        problems.removeIf(problem -> problem.contains("Content Security Policy") || problem.contains("TrustedHTML"));
    }

    @Test
    void showsAnImageOnlyAfterAClick() {
        String path = jar.threadWith();
        jar.api().post(path + "/messages", """
                {"role": "user", "content": [
                  {"type": "image_url", "image_url": {"url": "https://evil.example/pixel.png"}},
                  {"type": "image_file", "image_file": {"file_id": "file-abc123"}}
                ]}""");
        String conversation = jar.conversationWith();
        jar.api().post(conversation + "/items", """
                {"items": [{"role": "user", "content": [{"type": "input_image", "image_url":
                  "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"}]}]}""");

        open("#/threads/" + id(path));
        assertThat(page.locator(".entry a[href='https://evil.example/pixel.png']"))
                .hasAttribute("rel", "noopener noreferrer");
        assertThat(page.locator(".entry")).containsText("file-abc123");
        open("#/conversations/" + id(conversation));
        assertThat(page.locator(".entry img")).hasCount(0);
        page.getByText("Show image").click();
        assertThat(page.locator(".entry img")).hasJSProperty("naturalWidth", 1);
    }

    @Test
    void asksForAKeyAndKeepsItForTheTabOnly(@TempDir Path otherFolder) throws IOException {
        try (JarProcess locked =
                JarProcess.start(otherFolder, "bobbin.api-keys.red=sk-red", "server.address=127.0.0.1")) {
            locked.withKey("sk-red").post("/v1/threads", "{}");
            Page other = context.newPage();
            other.navigate(locked.origin() + "/");

            assertThat(other.locator("#key-message")).containsText("You didn't provide an API key.");
            other.locator("#key-input").fill("sk-wrong");
            other.locator("#key-dialog [type=submit]").click();
            assertThat(other.locator("#key-message")).containsText("Incorrect API key provided.");
            other.locator("#key-input").fill("sk-red");
            other.locator("#key-dialog [type=submit]").click();
            assertThat(other.locator("#rows a")).hasCount(1);

            other.reload();
            assertThat(other.locator("#rows a")).hasCount(1);
            assertThat(other.evaluate("JSON.stringify([Object.values(sessionStorage), Object.values(localStorage),"
                            + " document.cookie])"))
                    .isEqualTo("[[\"sk-red\"],[],\"\"]");
            other.locator("#forget-key").click();
            assertThat(other.locator("#key-dialog")).isVisible();
            assertThat(other.evaluate("sessionStorage.length")).isEqualTo(0);
            other.locator("#key-dialog .cancel").click();
            assertThat(other.locator("[role=alert]")).containsText("You didn't provide an API key.");
        }
    }

    @Test
    void opensAMessageFromItsLink() throws Exception {
        String path = jar.threadWith();
        ConcurrentClients.appendMessages(jar.api(), path, "Message ", 200);
        String target =
                jar.api().get(path + "/messages?order=asc&limit=100").ids().get(70);

        open("#/threads/" + id(path) + "/" + target);

        assertThat(page.locator(".entry.target")).hasText(Pattern.compile("Message 70"));
        assertThat(page.locator(".entry.target")).isInViewport();
        assertThat(page.locator(".entry.target")).isFocused();
        assertThat(page.locator(".entry", hasText("Message 69"))).isInViewport();
        assertThat(page.locator(".entry", hasText("Message 71"))).isInViewport();
    }

    @Test
    void deletesAfterAQuestion() {
        String path = jar.threadWith("One", "Two");
        open("#/threads/" + id(path));

        page.locator(".entry", hasText("One")).getByText("Delete").click();
        assertThat(page.locator("#question .cancel")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".entry")).hasCount(2);
        page.locator(".entry", hasText("One")).getByText("Delete").click();
        page.locator("#question .danger").click();
        assertThat(page.locator(".entry")).hasCount(1);
        assertThat(jar.api().allTexts(path)).containsExactly("Two");

        page.locator(".heading .danger").click();
        assertThat(page.locator("#question")).containsText(id(path));
        page.locator("#question .danger").click();
        assertThat(page.locator(".empty")).isVisible();
        assertThat(row(path)).hasCount(0);
        assertThat(jar.api().get(path).status()).isEqualTo(404);
    }

    @Test
    void exportsAThread() throws Exception {
        String path = jar.threadWith("One");
        open("#/threads/" + id(path));

        Download download = page.waitForDownload(() -> press("Export"));

        assertThat(download.suggestedFilename()).isEqualTo(id(path) + ".jsonl");
        assertThat(Files.readAllLines(download.path()))
                .satisfiesExactly(
                        thread -> assertThat(thread).contains("\"object\":\"thread\""),
                        message -> assertThat(message).contains("\"object\":\"thread.message\"", "\"One\""));
    }

    @Test
    void exportsAConversation() throws Exception {
        String path = "/v1/conversations/"
                + jar.api()
                        .post("/v1/conversations", "{\"items\": [{\"role\": \"user\", \"content\": \"One\"}]}")
                        .id();
        open("#/conversations/" + id(path));

        Download download = page.waitForDownload(() -> press("Export"));

        assertThat(download.suggestedFilename()).isEqualTo(id(path) + ".jsonl");
        assertThat(Files.readString(download.path()))
                .isEqualTo(jar.api().get(path + "/export").body());
    }

    @Test
    void scrollsThroughAThousandThreads() throws Exception {
        ConcurrentClients.runConcurrently(8, client -> {
            IntStream.range(0, 125).forEach(i -> createThread("{\"group\": \"thousand\"}"));
            return client;
        });
        open("#/threads?group=thousand");

        assertThat(page.locator("#rows a")).hasCount(50);
        await().until(() -> {
            page.locator("#rows a").last().scrollIntoViewIfNeeded();
            return page.locator("#rows a").count() == 1000;
        });
        assertThat(page.evaluate("new Set([...document.querySelectorAll('#rows a')].map(row => row.href)).size"))
                .isEqualTo(1000);
    }

    @Test
    void scrollsThroughALongThread() throws Exception {
        String path = jar.threadWith();
        ConcurrentClients.appendMessages(jar.api(), path, "Message ", MESSAGES);
        open("#/threads/" + id(path));
        assertThat(page.locator(".entry").last()).isInViewport();
        assertThat(page.locator(".entry").last()).containsText("Message " + (MESSAGES - 1));

        List<Integer> seen = new ArrayList<>(List.of(MESSAGES));
        while (seen.get(seen.size() - 1) > 0) {
            int first = scrollToOlder();
            assertThat(first).as("an older message").isLessThan(seen.get(seen.size() - 1));
            seen.add(first);
        }
        assertThat(page.locator(".entry").count()).isLessThanOrEqualTo(400);
        assertThat(page.locator("main .marker").first()).hasText("Beginning of the thread");

        press("Newest");
        assertThat(page.locator(".entry").last()).containsText("Message " + (MESSAGES - 1));
        press("Oldest");
        assertThat(page.locator(".entry").first()).containsText("Message 0");
        assertThat(page.locator(".entry").first()).isInViewport();
    }

    @Test
    void worksWithTheKeyboard() {
        jar.threadWith("Older");
        String path = jar.threadWith("One", "Two", "Three");
        open("");
        assertThat(row(path)).isVisible();

        page.keyboard().press("j");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("k");
        assertThat(row(path)).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".entry")).hasCount(3);
        page.keyboard().press("k");
        assertThat(page.locator(".entry", hasText("Three"))).isFocused();
        page.keyboard().press("k");
        assertThat(page.locator(".entry", hasText("Two"))).isFocused();
        page.keyboard().press("Escape");
        assertThat(row(path)).isFocused();
        assertThat(page).hasURL(Pattern.compile("#/threads$"));

        page.keyboard().press("/");
        assertThat(page.locator("#find-input")).isFocused();
        page.keyboard().type("j?");
        assertThat(page.locator("#find-input")).hasValue("j?");
        page.keyboard().press("Escape");
        page.keyboard().press("?");
        assertThat(page.locator("#help-dialog")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#help-dialog")).isHidden();
        page.keyboard().press("2");
        assertThat(page.locator("#tab-conversations")).hasAttribute("aria-current", "page");
    }

    @Test
    void fitsAPhone() {
        String path = jar.threadWith("Hello `" + "x".repeat(500) + "`");
        page.setViewportSize(390, 844);
        open("");

        row(path).click();
        assertThat(page.locator(".entry")).isInViewport();
        assertThat(page.locator(".list")).isHidden();
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
        page.locator(".back").click();
        assertThat(row(path)).isVisible();
    }

    @Test
    void switchesBetweenLightAndDark() {
        open("");
        Object light = page.evaluate("getComputedStyle(document.body).backgroundColor");

        page.locator("#theme").click();
        Object dark = page.evaluate("getComputedStyle(document.body).backgroundColor");
        page.reload();

        assertThat(dark).isNotEqualTo(light);
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(dark);
    }

    @Test
    void passesTheAccessibilityChecksOfAxe() throws IOException {
        String path = jar.threadWith("# Title\\n\\n| a | b |\\n|---|---|\\n| 1 | [link](https://good.example) |");
        jar.api().post(path, "{\"metadata\": {\"user\": \"anna\"}}");
        String conversation = jar.conversationWith("Hello");
        jar.api().post(conversation + "/items", items("Hello"));

        for (String hash : List.of("", "#/threads/" + id(path), "#/conversations/" + id(conversation))) {
            open(hash);
            assertThat(page.locator("#rows a").first()).isVisible();
            assertThat(violations()).as(hash).isEmpty();
            page.locator("#theme").click();
            assertThat(violations()).as(hash).isEmpty();
        }
    }

    /** Evaluates the script in the page, as the policy forbids script elements. */
    private List<?> violations() throws IOException {
        String script = new WebJarVersionLocator().fullPath("axe-core", "axe.min.js");
        try (var file = getClass().getResourceAsStream("/" + script)) {
            page.evaluate(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) page.evaluate("axe.run().then(result => result.violations.map(violation =>"
                + " violation.id + ': ' + violation.nodes.map(node => node.html).join(' ')))");
    }

    /** Scrolls up to the first loaded message, and waits until older ones appear above it. It must not move. */
    private int scrollToOlder() {
        Locator entry = page.locator(".entry").first();
        String id = entry.getAttribute("data-id");
        page.evaluate("document.querySelector('main .pane').scrollTop = 500");
        double top = topOf(id);
        await().until(() -> !id.equals(page.locator(".entry").first().getAttribute("data-id"))
                || page.locator("main .marker").first().innerText().startsWith("Beginning"));
        assertThat(topOf(id)).isCloseTo(top, within(1.0));
        return Integer.parseInt(page.locator(".entry .text").first().innerText().replaceFirst("Message ", ""));
    }

    /** The distance in pixels from the upper edge of the window to a message. */
    private double topOf(String id) {
        String script = "id => document.querySelector(`[data-id=${id}]`).getBoundingClientRect().top";
        return ((Number) page.evaluate(script, id)).doubleValue();
    }

    private void open(String hash) {
        page.navigate("about:blank");
        page.navigate(jar.origin() + "/ui/" + hash);
    }

    private void press(String button) {
        page.locator(".heading button", hasText(button)).click();
    }

    private void find(String text) {
        page.locator("#find-input").fill(text);
        page.locator("#find-input").press("Enter");
    }

    private Locator row(String path) {
        return page.locator("#rows a[data-id='" + id(path) + "']");
    }

    private static Page.LocatorOptions hasText(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static String createThread(String metadata) {
        return "/v1/threads/"
                + jar.api()
                        .post("/v1/threads", "{\"metadata\": " + metadata + "}")
                        .id();
    }

    private static String messageWith(String text) {
        return "{\"role\": \"user\", \"content\": " + JsonMapper.shared().writeValueAsString(text) + "}";
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void watch(Page page, String origin) {
        page.onDialog(dialog -> problems.add("dialog: " + dialog.message()));
        page.onPageError(error -> problems.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add("console: " + message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
                problems.add("request: " + request.url());
            }
        });
    }
}
