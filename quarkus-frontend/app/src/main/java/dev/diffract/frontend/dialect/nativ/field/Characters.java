package dev.diffract.frontend.dialect.nativ.field;

/** Texts of whole characters: JSON can say half of a surrogate pair, which no encoding of text can write. */
public final class Characters {

    private Characters() {}

    /** Whether every surrogate has its other half. */
    public static boolean areWhole(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
