package dev.diffract.frontend.dialect.nativ.field;

/** JSON pointers (RFC 6901) to fields of the body. */
public final class Pointers {

    /** Longer names are nobody's spelling mistake and would only fill the answer. */
    private static final int MAX_NAME = 100;

    private Pointers() {}

    public static String to(String field) {
        String name = field.codePointCount(0, field.length()) <= MAX_NAME
                ? field
                : field.substring(0, field.offsetByCodePoints(0, MAX_NAME)) + "…";
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
