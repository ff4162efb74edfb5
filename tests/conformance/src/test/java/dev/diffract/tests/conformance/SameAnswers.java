package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two servers of the contract on one repository, asked the same: codes, texts, descriptions and counts must be equal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SameAnswers {

    private ServerUnderTest referenceServer;
    private ServerUnderTest serverUnderTest;
    private Clients reference;
    private Clients tested;

    /** The server that is right, started in explicit control mode with every model of the repository loaded. */
    protected abstract ServerUnderTest startReference(Path repository, Path directory);

    /** The server that has to follow, started likewise. */
    protected abstract ServerUnderTest start(Path repository, Path directory);

    @BeforeAll
    void startBoth(@TempDir Path directory) {
        Path repository = directory.resolve("models");
        ConformanceRepository.write(repository);
        referenceServer = startReference(repository, directory);
        serverUnderTest = start(repository, directory);
        reference = Clients.of(referenceServer);
        tested = Clients.of(serverUnderTest);
    }

    @AfterAll
    void stopBoth() {
        if (reference != null) {
            reference.grpc().close();
            tested.grpc().close();
        }
        Stream.of(referenceServer, serverUnderTest)
                .filter(server -> server != null)
                .forEach(server -> server.stop().run());
    }

    static Stream<Exchange> exchanges() {
        return Stream.of(Exchanges.badGrpc(), BadHttp.all(), Exchanges.descriptions(), Exchanges.control())
                .flatMap(stream -> stream);
    }

    /** What may differ, with the reason. Whatever stands here and differs no longer has to be taken out. */
    protected abstract Map<String, String> differences();

    @ParameterizedTest(name = "{0}")
    @MethodSource("exchanges")
    void areTheSameFor(Exchange exchange) {
        String answer = exchange.ask(tested);
        String right = exchange.ask(reference);
        if (differences().containsKey(exchange.what())) {
            assertThat(answer).isNotEqualTo(right);
        } else {
            assertThat(answer).isEqualTo(right);
        }
    }
}
