package dev.diffract.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.RunningProgram.Finished;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever is asked, right or wrong, is answered as the OpenAPI document says, and never with a fault of the server. */
class RandomRequestsIT extends WithServedDemo {

    private static final Pattern GENERATED = Pattern.compile("(\\d+) generated");

    /** 1,000 cases; with {@code -Dlong} 10,000. */
    private static final int LEAST = Integer.getInteger("schemathesis.cases", 1_000);

    /** The same cases for every change, unless another one is asked for: {@code .ci/long} takes a new one each time. */
    private static final int SEED = Integer.getInteger("schemathesis.seed", 7);

    @Test
    void schemathesisFindsNothing() {
        Path bin = Tools.python();
        Finished asked = Tools.run(
                "schemathesis",
                List.of(
                        bin.resolve("schemathesis").toString(),
                        "--config-file",
                        Tools.SOURCES.resolve("schemathesis.toml").toString(),
                        "run",
                        demo.document().toString(),
                        "--url",
                        demo.url(),
                        "--phases",
                        "coverage,fuzzing",
                        "--max-examples",
                        Integer.toString(LEAST),
                        "--continue-on-failure",
                        "--seed",
                        Integer.toString(SEED),
                        "--request-timeout",
                        "60",
                        "--suppress-health-check",
                        "all",
                        "--no-color"),
                Map.of(
                        "SCHEMATHESIS_HOOKS",
                        "hooks",
                        "PYTHONPATH",
                        Tools.SOURCES.resolve("src/test/python").toString(),
                        "PYTHONDONTWRITEBYTECODE",
                        "1"));

        assertThat(asked.exitCode())
                .as("with -Dschemathesis.seed=%d: %s", SEED, asked.output())
                .isZero();
        Matcher generated = GENERATED.matcher(asked.output());
        assertThat(generated.find()).as(asked.output()).isTrue();
        assertThat(Integer.parseInt(generated.group(1))).isGreaterThanOrEqualTo(LEAST);
        assertThat(demo.log()).doesNotContain("\tat ", "unforeseen failure");
    }
}
