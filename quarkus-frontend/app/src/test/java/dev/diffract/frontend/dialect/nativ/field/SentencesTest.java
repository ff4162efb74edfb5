package dev.diffract.frontend.dialect.nativ.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers read of the faults that the core finds in single fields. */
class SentencesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The cases of {@code sentences.json}. */
    static Stream<Arguments> faults() {
        try (InputStream file = SentencesTest.class.getResourceAsStream("sentences.json")) {
            List<Case> cases = JSON.readValue(file, new TypeReference<>() {});
            return cases.stream().map(Case::arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param rule its class without the package, and its values
     */
    private record Case(Field field, Map<String, JsonNode> rule, String pointer, String detail) {

        private Arguments arguments() {
            Map.Entry<String, JsonNode> written = rule.entrySet().iterator().next();
            Class<?> kind = Arrays.stream(Rule.class.getPermittedSubclasses())
                    .filter(each -> each.getSimpleName().equals(written.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no rule " + written.getKey()));
            return told(field, (Rule) JSON.convertValue(written.getValue(), kind), pointer, detail);
        }
    }

    static Arguments told(Field field, Rule rule, String pointer, String detail) {
        return Arguments.of(new Fault(field, rule), pointer, detail);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsToldInThisDialectsWords(Fault fault, String pointer, String detail) {
        assertThat(FieldError.of(fault, new SentNames())).isEqualTo(new FieldError(pointer, detail));
    }

    @Test
    void everyRuleHasItsSentence() {
        List<Class<?>> told = Stream.concat(faults(), PictureSentencesTest.faults())
                .<Class<?>>map(each -> ((Fault) each.get()[0]).rule().getClass())
                .toList();
        assertThat(told).containsAll(Arrays.asList(Rule.class.getPermittedSubclasses()));
    }

    @Test
    void aLongNameIsNotRepeatedInFull() {
        Fault fault = new Fault(Field.SAMPLER, new Rule.OneOf(List.of("DDIM"), "\ud83d\ude42".repeat(10_000)));
        assertThat(FieldError.of(fault, new SentNames()).detail()).endsWith("was '" + "\ud83d\ude42".repeat(40) + "…'");
    }

    @Test
    void everyFieldStandsSomewhereElse() {
        assertThat(Stream.of(Field.values()).map(Names::pointer)).doesNotHaveDuplicates();
    }
}
