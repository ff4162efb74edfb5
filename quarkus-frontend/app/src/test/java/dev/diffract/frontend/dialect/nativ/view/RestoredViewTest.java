package dev.diffract.frontend.dialect.nativ.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.dialect.nativ.field.Names;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestoredViewTest {

    /** What no infotext holds, or what it says in the sampler's name. */
    private static final Set<Field> NEVER_READ = EnumSet.of(
            Field.IMAGE,
            Field.MASK,
            Field.COUNT,
            Field.PREVIEWS,
            Field.PRIORITY,
            Field.DEADLINE,
            Field.FORMAT,
            Field.QUALITY,
            Field.SCHEDULE_TYPE);

    @Test
    void everyFieldThatAnInfotextMaySayIsGiven() {
        Set<String> given = Stream.of(RestoredView.RequestView.class, RestoredView.HiresRequestView.class)
                .flatMap(view -> Arrays.stream(view.getRecordComponents()))
                .map(RestoredViewTest::name)
                .collect(Collectors.toSet());
        assertThat(EnumSet.complementOf(EnumSet.copyOf(NEVER_READ)).stream()
                        .map(Names::of)
                        .map(name -> name.substring(name.lastIndexOf('/') + 1)))
                .isSubsetOf(given);
    }

    private static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }
}
