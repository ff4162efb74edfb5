package dev.diffract.repository.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** What is wrong with a text that is no JSON, in words for people and without a word of the text. */
public final class JsonSyntax {

    private static final String BEYOND =
            "no JSON that is read: it is nested too deeply, or a number or a text in it is too long";

    private JsonSyntax() {}

    /** "no JSON" with line and column; what is beyond the parser's limits often has no place. */
    public static String fault(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return isBeyondLimits(e) || place == null
                ? BEYOND
                : "no JSON: line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    /** Whether it may be JSON, but is deeper or longer than anything that is meant. */
    public static boolean isBeyondLimits(JsonProcessingException e) {
        return e instanceof StreamConstraintsException || e.getCause() instanceof StreamConstraintsException;
    }
}
