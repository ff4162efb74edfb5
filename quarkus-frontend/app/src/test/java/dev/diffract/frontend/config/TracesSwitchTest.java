package dev.diffract.frontend.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracesSwitchTest {

    private static final String ADDRESS = "quarkus.otel.exporter.otlp.traces.endpoint";
    private static final String DISABLED = "quarkus.otel.sdk.disabled";

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4317, false",
        "https://collector.example.org, false",
        "'', true",
        "127.0.0.1:4317, true",
        "collector, true",
        "ftp://collector.example.org, true",
        "http://, true",
        "http://a b, true",
        "http://localhost:99999, true",
    })
    void tracesAreOnWhereTheyGoSomewhere(String endpoint, boolean disabled) {
        assertThat(config(Map.of(TracesSwitch.ENDPOINT, endpoint)).getValue(DISABLED, Boolean.class))
                .isEqualTo(disabled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "http://", "http://a b:4317", "http://localhost:99999"})
    void whatIsNoAddressNeverReachesTheLibrary(String endpoint) {
        assertThat(config(Map.of(TracesSwitch.ENDPOINT, endpoint, ADDRESS, endpoint))
                        .getValue(ADDRESS, String.class))
                .isEqualTo("http://127.0.0.1:4317");
    }

    @Test
    void theyAreOffByDefaultAndWhereTheLibraryIsTold() {
        assertThat(config(Map.of()).getValue(DISABLED, Boolean.class)).isTrue();
        assertThat(config(Map.of(TracesSwitch.ENDPOINT, "http://127.0.0.1:4317", DISABLED, "true"))
                        .getValue(DISABLED, Boolean.class))
                .isTrue();
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(DISABLED, "false"));
        all.putAll(settings);
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .withInterceptors(new TracesSwitch())
                .build();
    }
}
