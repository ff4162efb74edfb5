package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads gets the answers to all that was asked on one connection: however many, however large, and however slowly. */
class ManyAnswersIT {

    /** The least memory that there can be for answers which are not taken: a few of the large ones below. */
    private static final String LITTLE = "-Ddiffract.http.unsent-memory=0.000001";

    /** Long after it is over the answers below are read still. */
    private static final String SOON = "-Ddiffract.http.write-timeout=3s";

    private static final String LARGE = "/q/openapi";
    private static final String SMALL = "/app.js";
    private static final Pattern ID = Pattern.compile("(?i)\r\nx-request-id: (\\w+)\r\n");
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private static Path directory;

    private static Path repository;
    private static EmbeddedServer slice;
    private static FrontendServer little;
    private static FrontendServer roomy;

    @BeforeAll
    static void start() {
        repository = Deployment.buildRepository(directory);
        slice = EmbeddedServer.start("slice-0", repository, directory);
        little = frontend("little", LITTLE, SOON);
        roomy = frontend("roomy", SOON);
    }

    @AfterAll
    static void stop() {
        for (FrontendServer frontend : Arrays.asList(roomy, little)) {
            if (frontend != null) {
                frontend.close();
            }
        }
        if (slice != null) {
            slice.close();
        }
    }

    /** Also where they come in one piece: those that are not answered yet wait, and beyond a bound they are not read yet. */
    @ParameterizedTest
    @ValueSource(ints = {128, 129, 3000})
    void asManyRequestsAsAreSentAreAnswered(int requests) {
        try (RawConnection client = new RawConnection(little.base())) {
            CompletableFuture<?> sent = CompletableFuture.runAsync(() -> client.send(gets("/v1/slices", requests)));

            assertThat(ids(client.readToEnd())).containsExactlyElementsOf(ids(requests));
            sent.join();
            theLogIsClean(little);
        }
    }

    @Test
    void whoReadsSlowlyAndSteadilyGetsAllThatHeSentBefore() {
        int requests = 25;
        StringBuilder answers = new StringBuilder();
        try (RawConnection client = new RawConnection(little.base()).send(gets(LARGE, requests))) {
            steadily(() -> {
                int before = answers.length();
                for (int i = 0; i < 4; i++) {
                    answers.append(client.readSome());
                }
                return answers.length() > before;
            });

            assertThat(ids(answers.toString())).containsExactlyElementsOf(ids(requests));
            assertThat(answers).hasSizeGreaterThan(requests * size(little, LARGE));
            nobodyWasCutOff(little);
        }
    }

    /** Their answers are made at once, and the last byte of each is read when all others are, too: one alone has not as much time. */
    @Test
    void whoReadsManyAtOnceSlowlyAndSteadilyGetsAllOfThem() {
        int streams = 20;
        int piece = 480;
        try (RawConnection client = new RawConnection(roomy.base())) {
            ReadStreams answers = new ReadStreams(client);
            for (int i = 0; i < streams; i++) {
                answers.ask(LARGE);
            }
            steadily(() -> {
                answers.open().forEach(stream -> answers.allow(stream, piece));
                answers.readWhatIsAllowed();
                return !answers.open().isEmpty();
            });

            assertThat(answers.read()).hasSize(streams).containsOnly(size(roomy, LARGE));
            nobodyWasCutOff(roomy);
        }
    }

    /** Together they are read fast enough; the first alone is not, and what is read beside it was not there when it was made. */
    @Test
    void whoReadsOneSlowlyAndOthersBesideItGetsAllOfThem() {
        int piece = 360;
        try (RawConnection client = new RawConnection(roomy.base())) {
            int large = size(roomy, LARGE);
            int small = size(roomy, SMALL);
            ReadStreams answers = new ReadStreams(client);
            int slow = answers.ask(LARGE);
            steadily(() -> {
                answers.allow(slow, piece);
                answers.allow(answers.ask(SMALL), small + 1);
                answers.readWhatIsAllowed();
                return !answers.open().isEmpty();
            });

            assertThat(answers.read()).first().isEqualTo(large);
            assertThat(answers.read().subList(1, answers.read().size()))
                    .hasSizeGreaterThan(large / piece - 1)
                    .containsOnly(small);
            nobodyWasCutOff(roomy);
        }
    }

    /** A piece at a time, as long as there is more. */
    private static void steadily(Callable<Boolean> piece) {
        await().pollDelay(Duration.ZERO).pollInterval(PAUSE).atMost(LONG).until(piece, more -> !more);
    }

    private static FrontendServer frontend(String name, String... properties) {
        return FrontendServer.start(name, repository, "slice-0=127.0.0.1:" + slice.grpcPort(), directory, properties);
    }

    private static String gets(String path, int requests) {
        return IntStream.range(0, requests)
                .mapToObj(i -> "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: n" + i
                        + (i < requests - 1 ? "" : "\r\nConnection: close") + "\r\n\r\n")
                .collect(Collectors.joining());
    }

    private static List<String> ids(int requests) {
        return IntStream.range(0, requests).mapToObj(i -> "n" + i).toList();
    }

    private static List<String> ids(String answers) {
        return ID.matcher(answers)
                .results()
                .map((MatchResult id) -> id.group(1))
                .toList();
    }

    /** Of the body of one answer. */
    private static int size(FrontendServer frontend, String path) {
        try (RawConnection client = new RawConnection(frontend.base())) {
            String answer = client.send(gets(path, 1)).readToEnd();
            return answer.length() - answer.indexOf("\r\n\r\n") - 4;
        }
    }

    private static void nobodyWasCutOff(FrontendServer frontend) {
        assertThat(new Metrics(frontend.metrics()).sum("diffract_http_cutoffs_total"))
                .isZero();
        theLogIsClean(frontend);
    }

    private static void theLogIsClean(FrontendServer frontend) {
        assertThat(frontend.program().output()).doesNotContain(" ERROR ", " WARN ", "Exception", "\tat ");
    }
}
