package dev.diffract.frontend.dialect.nativ.field;

import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One wrong field, in this dialect's words.
 *
 * @param pointer JSON pointer to the field; empty for the body as a whole
 * @param detail what would be right and what was given
 */
@RegisterForReflection
@Schema(name = "FieldError", description = "One wrong field")
public record FieldError(
        @Schema(description = "JSON pointer to the field", examples = "/steps")
        String pointer,

        @Schema(description = "What would be right, and what was given", examples = "must be from 1 to 150, was 0")
        String detail) {

    /** What the core found. */
    public static FieldError of(Fault fault, SentNames names) {
        return new FieldError(names.pointer(fault.field()), Sentences.on(fault));
    }

    /** What this dialect itself has to say of a field. */
    public static FieldError at(Field field, String detail) {
        return new FieldError(Names.pointer(field), detail);
    }
}
