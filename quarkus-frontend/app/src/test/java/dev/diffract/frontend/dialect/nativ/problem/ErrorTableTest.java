package dev.diffract.frontend.dialect.nativ.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** Whoever reads the table of errors, or makes a client of the OpenAPI document, meets every kind of problem and no other. */
class ErrorTableTest {

    private static final Pattern ROW = Pattern.compile("^\\| (\\d{3}) \\| `([a-z_]+)` \\| \\S", Pattern.MULTILINE);

    @Test
    void theTableHasEveryKindWithItsStatus() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemType.values())
                        .map(type -> type.status() + " " + type.code())
                        .toList());
    }

    @Test
    void theDocumentHasEveryKind() throws NoSuchMethodException {
        assertThat(Problem.class.getMethod("code").getAnnotation(Schema.class).enumeration())
                .containsExactly(
                        Stream.of(ProblemType.values()).map(ProblemType::code).toArray(String[]::new));
    }
}
