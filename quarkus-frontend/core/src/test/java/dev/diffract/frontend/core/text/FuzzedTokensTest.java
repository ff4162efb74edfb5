package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.repository.layout.TokenizerFiles;
import dev.diffract.repository.layout.TokenizerFiles.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares with transformers' CLIPTokenizer; {@code tests/parity/record_tokenizer_fuzz.py} recorded it. */
class FuzzedTokensTest {

    @Test
    void tenThousandStringsHaveTheIdsOfTransformers() {
        JsonNode recorded = Vectors.read("tokenizer/fuzz.json.gz");
        ClipTokenizer tokenizer = tokenizer(recorded);
        JsonNode strings = recorded.get("strings");
        assertThat(recorded.get("merges").size()).isGreaterThanOrEqualTo(4000);
        assertThat(strings.size()).isEqualTo(10_000);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < strings.size(); i++) {
            String ids = Arrays.stream(tokenizer.tokens(strings.get(i).asText()))
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(" "));
            String expected = recorded.get("ids").get(i).asText();
            if (!ids.equals(expected)) {
                wrong.add(strings.get(i) + ": " + ids + " instead of " + expected);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static ClipTokenizer tokenizer(JsonNode recorded) {
        Map<String, Integer> vocabulary = new HashMap<>();
        recorded.get("tokens").forEach(token -> vocabulary.put(token.asText(), vocabulary.size()));
        List<Merge> merges = new ArrayList<>();
        recorded.get("merges").forEach(line -> {
            String[] pair = line.asText().split(" ");
            merges.add(new Merge(pair[0], pair[1]));
        });
        return new ClipTokenizer(new TokenizerFiles(vocabulary, merges, Optional.empty()), 77);
    }
}
