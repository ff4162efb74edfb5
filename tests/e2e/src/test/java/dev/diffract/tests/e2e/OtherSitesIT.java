package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.diffract.tests.harness.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a browser does for pages of other sites that mean this one, and that the rules of our own answers let our own pages work. */
class OtherSitesIT extends PageFixture {

    /** As any page may: without asking first where the browser lets it, by asking, and by a form. */
    private static final String ATTACK = """
            <!DOCTYPE html><title>another site</title>
            <iframe id="shown" name="shown" src="TARGET/"></iframe>
            <iframe name="sent"></iframe>
            <form id="form" target="sent" method="post" enctype="text/plain" action="TARGET/v1/generations">
              <input name='{"prompt": "a red circle", "negative_prompt": "' value='"}'>
            </form>
            <p id="result">
            <script>
              const body = JSON.stringify({prompt: "a red circle"});
              const ask = (mode, type) => fetch("TARGET/v1/generations", {method: "POST", mode, body,
                headers: type ? {"Content-Type": type} : {}}).then(answer => answer.type, () => "failed");
              (async () => {
                const results = [await ask("no-cors", "text/plain"), await ask("no-cors"), await ask("cors", "text/plain"),
                  await ask("cors", "application/json")];
                const sent = new Promise(done => document.getElementsByName("sent")[0].onload = done);
                document.getElementById("form").submit();
                await sent;
                document.getElementById("result").textContent = results.join(" ");
              })();
            </script>
            """;

    @Test
    void cannotDrawOrShowOurPageInAFrame() throws IOException {
        Metrics counted = new Metrics(deployment.frontendServer().metrics());
        // What others drew before is counted when it ends.
        await().untilAsserted(() ->
                assertThat(counted.known("diffract_generations_active")).isZero());
        double before = counted.sum("diffract_requests_total");
        String html =
                ATTACK.replace("TARGET", deployment.frontendServer().base().toString());
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] body = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            expectBlocked();
            page.navigate("http://localhost:" + other.getAddress().getPort() + "/");
            // Not even that there was an answer.
            assertThat(page.locator("#result")).hasText("failed failed failed failed");
            assertThat(page.frameLocator("#shown").getByTestId("draw")).hasCount(0);
        } finally {
            other.stop(0);
        }
        assertThat(counted.sum("diffract_requests_total")).isEqualTo(before);
    }

    @Test
    void swaggerUiStartsUnderItsRules() {
        page.navigate(deployment.frontend().uri("/q/swagger-ui/").toString());

        assertThat(page.locator(".opblock-summary-path").first()).containsText("/v1/");
        assertThat(page.locator(".info .title")).isVisible();
    }
}
