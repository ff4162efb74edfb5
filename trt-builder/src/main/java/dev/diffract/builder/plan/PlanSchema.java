package dev.diffract.builder.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON schema of plan files. */
public final class PlanSchema {

    private static final String RESOURCE = "plan.schema.json";

    private PlanSchema() {}

    /** The schema's text, as editors take it. */
    public static String text() {
        try (InputStream in = PlanSchema.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
