package dev.diffract.frontend.dialect.nativ.field;

import dev.diffract.frontend.core.request.Field;
import java.util.EnumSet;
import java.util.Set;

/** By which of its names each field of a request was sent, so that what is wrong with it is said there. Not thread-safe. */
public final class SentNames {

    private final Set<Field> others = EnumSet.noneOf(Field.class);

    /** A field that has {@linkplain Names#alias another name} came by that one alone. */
    public void byItsOther(Field field) {
        others.add(field);
    }

    /** JSON pointer (RFC 6901) from the whole body to where a field stands, or would stand. */
    public String pointer(Field field) {
        return others.contains(field) ? Names.alias(field).map(Pointers::to).orElseThrow() : Names.pointer(field);
    }
}
