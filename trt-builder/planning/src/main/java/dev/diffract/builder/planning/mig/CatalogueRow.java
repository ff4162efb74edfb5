package dev.diffract.builder.planning.mig;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mapping of the catalogue's data file, read strictly: a key must have the kind that is asked for, and none may be left unread.
 *
 * <p>Every method throws {@link IllegalStateException} if the file is not so. (Binding it to classes by reflection would take longer than
 * all the rest of reading and checking a plan.)
 */
final class CatalogueRow {

    private final String where;
    private final Map<?, ?> values;
    private final Set<Object> unread;

    CatalogueRow(String where, Object values) {
        this.where = where;
        this.values = cast(Map.class, values);
        this.unread = new HashSet<>(this.values.keySet());
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key) {
        return cast(String.class, value(key));
    }

    int number(String key) {
        return cast(Integer.class, value(key));
    }

    /** The numbers of a list; none if the key is left out. */
    List<Integer> numbers(String key) {
        return list(key).stream().map(value -> cast(Integer.class, value)).toList();
    }

    /** The texts of a list; none if the key is left out. */
    List<String> texts(String key) {
        return list(key).stream().map(value -> cast(String.class, value)).toList();
    }

    /** The mappings of a list; none if the key is left out. */
    List<CatalogueRow> rows(String key) {
        return list(key).stream()
                .map(value -> new CatalogueRow(where + ", " + key, value))
                .toList();
    }

    /** Says that all has been read. */
    void end() {
        if (!unread.isEmpty()) {
            throw new IllegalStateException(where + ": nobody knows " + unread);
        }
    }

    private List<?> list(String key) {
        return has(key) ? cast(List.class, value(key)) : List.of();
    }

    private Object value(String key) {
        unread.remove(key);
        return values.get(key);
    }

    private <T> T cast(Class<T> kind, Object value) {
        if (!kind.isInstance(value)) {
            throw new IllegalStateException(where + ": " + value + " is no " + kind.getSimpleName());
        }
        return kind.cast(value);
    }
}
