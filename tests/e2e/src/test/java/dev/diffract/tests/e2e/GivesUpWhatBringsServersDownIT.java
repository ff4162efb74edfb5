package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture that kills every server which computes it ends long before its time is over; servers that were restarted serve on. */
class GivesUpWhatBringsServersDownIT {

    private static final String[] DEADLY = {"--fault", "crash=after:0@unet"};

    @TempDir
    private Path directory;

    @Test
    void afterSomeServersItIsRefused() {
        List<String> names = List.of("slice-0", "slice-1");
        try (Deployment deployment = Deployment.start(directory, names, DEADLY)) {
            CompletableFuture<HttpResponse<byte[]>> asked = CompletableFuture.supplyAsync(
                    () -> deployment.frontend().post("{\"prompt\":\"a red circle\",\"seed\":7}"));
            while (!asked.isDone()) {
                for (String name : names) {
                    if (!deployment.slice(name).program().isAlive() && !asked.isDone()) {
                        deployment.restart(name, deployment.repository(), DEADLY);
                    }
                }
                CompletableFuture.anyOf(Stream.concat(
                                        Stream.of(asked),
                                        names.stream()
                                                .map(name -> deployment
                                                        .slice(name)
                                                        .program()
                                                        .handle()
                                                        .onExit()))
                                .toArray(CompletableFuture[]::new))
                        .join();
            }
            HttpResponse<byte[]> answer = asked.join();
            assertThat(answer.statusCode()).isEqualTo(502);
            JsonNode problem = Frontend.json(answer);
            assertThat(problem.get("code").asText()).isEqualTo("slice_failed");
            assertThat(deployment.frontendServer().log())
                    .contains("Servers broke down while they had it, so it may be the reason.");

            names.forEach(name -> deployment.restart(name, deployment.repository()));
            deployment.frontendProgram().awaitHttpOk(deployment.frontendServer().health("ready")); // it has seen them
            assertThat(deployment.frontend().draw("a red circle", 7)).isNotEmpty();
        }
    }
}
