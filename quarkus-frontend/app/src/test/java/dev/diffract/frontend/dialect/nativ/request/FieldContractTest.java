package dev.diffract.frontend.dialect.nativ.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.Names;
import dev.diffract.frontend.dialect.nativ.field.SentNames;
import dev.diffract.frontend.dialect.nativ.view.GenerationBody;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.ParametersView;
import dev.diffract.frontend.dialect.nativ.view.RestoredView.RequestView;
import dev.diffract.frontend.intake.Drawings;
import dev.diffract.frontend.intake.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** A field has one name and one limit, wherever it stands: in the core, the reader, the OpenAPI document, the page. */
class FieldContractTest {

    private static final Pattern CONTROL = Pattern.compile("<(?:input|select|textarea)\\b[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");

    private static final List<String> NAMES =
            Stream.of(Field.values()).map(Names::pointer).toList();

    /** With those that other programs have for the same. */
    private static final List<String> ALL_NAMES = Stream.concat(
                    NAMES.stream(),
                    Stream.of(Field.values())
                            .flatMap(field -> Names.alias(field).stream())
                            .map(alias -> "/" + alias))
            .toList();

    @Test
    void theOpenApiBodyHasEveryField() {
        assertThat(pointers(GenerationBody.class, "")).containsExactlyInAnyOrderElementsOf(ALL_NAMES);
    }

    /** Whoever misspells a field is told all that there are. */
    @Test
    void theReaderTakesEveryField() {
        List<FieldError> errors = new ArrayList<>();
        BodyReader.read(
                "{\"?\": 1, \"hires\": {\"?\": 1}}".getBytes(StandardCharsets.UTF_8),
                new Intake(1 << 20, 1, 0, new Drawings(1 << 20, Optional::empty)).open(),
                errors,
                new SentNames(),
                Answer.WHOLE);

        assertThat(errors).extracting(FieldError::pointer).containsExactly("/hires/?", "/?");
        assertThat(Stream.concat(
                        listed(errors.get(0)).map(name -> "/hires/" + name),
                        listed(errors.get(1)).map(name -> "/" + name)))
                .containsExactlyInAnyOrderElementsOf(ALL_NAMES);
    }

    private static Stream<String> listed(FieldError error) {
        return Stream.of(error.detail().replaceFirst(".*; it has ", "").split(", "));
    }

    /** The picture and its mask are no controls: the page draws them. The second pass is a fold with a switch. */
    @Test
    void thePageHasAControlForEveryField() throws IOException {
        List<String> others = List.of("/image", "/mask", "/hires");

        assertThat(controls().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        NAMES.stream().filter(name -> !others.contains(name)).toList());
        assertThat(resource("js/source-picture.js")).contains("['image', ", "['mask', ");
        assertThat(resource("js/fields.js")).contains("['hires', ");
    }

    @Test
    void thePagesLimitsAreThoseOfTheOpenApiBody() throws IOException {
        Map<String, Schema> schemas = schemas(GenerationBody.class, "");
        // The model says these: the page asks it.
        List<String> ofModel = List.of("/clip_skip");

        Map<String, Map<String, String>> limited = new HashMap<>(controls());
        limited.entrySet()
                .removeIf(control -> !control.getValue().containsKey("data-max") || ofModel.contains(control.getKey()));
        assertThat(limited).containsKeys("/steps", "/guidance", "/count", "/mask_blur", "/hires/scale");
        limited.forEach((pointer, control) -> {
            assertThat(control.get("data-min"))
                    .as(pointer)
                    .isEqualTo(schemas.get(pointer).minimum());
            assertThat(control.get("data-max"))
                    .as(pointer)
                    .isEqualTo(schemas.get(pointer).maximum());
        });
    }

    @Test
    void theOpenApiBodysLimitsAreTheCores() {
        Map<String, Schema> schemas = schemas(GenerationBody.class, "");
        GenerationLimits limits = GenerationLimits.DEFAULT;

        assertThat(schemas.get("/steps").maximum()).isEqualTo("" + limits.maxSteps());
        assertThat(schemas.get("/hires/steps").maximum()).isEqualTo("" + limits.maxSteps());
        assertThat(Double.valueOf(schemas.get("/guidance").maximum())).isEqualTo(limits.maxGuidance());
        assertThat(schemas.get("/count").maximum()).isEqualTo("" + limits.maxCount());
        assertThat(schemas.get("/prompt").maxLength()).isEqualTo(limits.maxPromptLength());
        assertThat(schemas.get("/negative_prompt").maxLength()).isEqualTo(limits.maxPromptLength());
        assertThat(schemas.get("/mask_blur").maximum()).isEqualTo("" + GenerationLimits.MASK_BLUR);
        assertThat(schemas.get("/masked_padding").maximum()).isEqualTo("" + GenerationLimits.MASKED_PADDING);
        assertThat(schemas.get("/hires/scale").maximum()).isEqualTo("" + GenerationLimits.HIRES_SCALE);
    }

    @Test
    void otherNamesHaveTheSameLimitsAndNoDefaultThatCouldDiffer() {
        Map<String, Schema> schemas = schemas(GenerationBody.class, "");
        for (Field field : Field.values()) {
            Names.alias(field).map(alias -> schemas.get("/" + alias)).ifPresent(alias -> {
                Schema own = schemas.get(Names.pointer(field));
                assertThat(alias.minimum()).isEqualTo(own.minimum());
                assertThat(alias.maximum()).isEqualTo(own.maximum());
                assertThat(alias.defaultValue()).isEqualTo(own.defaultValue()).isEmpty();
            });
        }
    }

    /** Sent again, they draw the same: so they have the names of the request. */
    @Test
    void resolvedAndRestoredParametersAreFieldsOfTheRequest() {
        assertThat(NAMES).containsAll(pointers(ParametersView.class, "")).containsAll(pointers(RequestView.class, ""));
        assertThat(pointers(ParametersView.class, ""))
                .containsAll(NAMES.stream()
                        .filter(name -> !List.of("/image", "/mask", "/previews", "/priority", "/deadline")
                                .contains(name))
                        .toList());
    }

    private static List<String> pointers(Class<?> view, String parent) {
        List<String> pointers = new ArrayList<>();
        for (RecordComponent component : view.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                pointers.addAll(pointers(component.getType(), parent));
                continue;
            }
            String pointer = parent + "/" + name(component);
            pointers.add(pointer);
            if (component.getType().isRecord()) {
                pointers.addAll(pointers(component.getType(), pointer));
            }
        }
        return pointers;
    }

    private static Map<String, Schema> schemas(Class<?> view, String parent) {
        Map<String, Schema> schemas = new HashMap<>();
        for (RecordComponent component : view.getRecordComponents()) {
            String pointer = parent + "/" + name(component);
            schemas.put(pointer, component.getAccessor().getAnnotation(Schema.class));
            if (component.getType().isRecord()) {
                schemas.putAll(schemas(component.getType(), pointer));
            }
        }
        return schemas;
    }

    private static String name(RecordComponent component) {
        return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .orElse(component.getName());
    }

    /** The attributes of the page's controls, by their fields. */
    private static Map<String, Map<String, String>> controls() throws IOException {
        Map<String, Map<String, String>> controls = new HashMap<>();
        Matcher control = CONTROL.matcher(resource("index.html"));
        while (control.find()) {
            Map<String, String> attributes = new HashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(control.group());
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            if (attributes.containsKey("data-field")) {
                controls.put("/" + attributes.get("data-field"), attributes);
            }
        }
        return controls;
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = FieldContractTest.class.getResourceAsStream("/META-INF/resources/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
