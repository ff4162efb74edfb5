package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.layout.Manifest.Defaults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a manifest may say of a model, and need not. */
class ManifestOptionsTest {

    @Test
    void aDescriptionStandsThereByLanguage() throws IOException {
        Manifest described = ManifestFile.parse(described("{\"en\": \"Flat shapes.\", \"zh-Hans\": \"平面图形。\"}"));

        assertThat(described.description()).contains(Map.of("en", "Flat shapes.", "zh-Hans", "平面图形。"));
        assertThat(ManifestFile.parse(ManifestFile.print(described))).isEqualTo(described);
    }

    @Test
    void aDescriptionIsATextForEachLanguage() {
        assertThatThrownBy(() -> ManifestFile.parse(described("\"Flat shapes.\"")))
                .hasMessageStartingWith("/description is ");
        assertThatThrownBy(() -> ManifestFile.parse(described("{\"en\": 7}")))
                .hasMessageStartingWith("/description/en is ");
    }

    @Test
    void aDefaultNegativePromptIsReadAndWritten() throws IOException {
        String text = ManifestFile.print(ManifestFile.parse(recorded()))
                .replace("\"sampler\" : \"DDIM\"", "\"sampler\" : \"DDIM\", \"negative_prompt\" : \"blur\"");
        Manifest manifest = ManifestFile.parse(text);

        assertThat(manifest.defaults())
                .isEqualTo(new Defaults(128, 128, 20, 3.0, Optional.of("DDIM"), Optional.of("blur")));
        assertThat(ManifestFile.parse(ManifestFile.print(manifest))).isEqualTo(manifest);
    }

    private static String described(String description) throws IOException {
        return recorded().replaceFirst("\"models\"", "\"description\": " + description + ", \"models\"");
    }

    private static String recorded() throws IOException {
        try (InputStream file = ManifestOptionsTest.class.getResourceAsStream("manifest-schema-1.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
