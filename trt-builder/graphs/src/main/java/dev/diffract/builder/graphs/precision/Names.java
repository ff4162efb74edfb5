package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * What each tensor is called in each type that is wanted of it. First everything is wanted, then names are settled: a tensor
 * keeps its name in its main type.
 */
final class Names {

    private static final String OPEN = "";

    private final Set<String> used;
    private final Map<String, Map<Integer, String>> names = new LinkedHashMap<>();

    /**
     * @param used names that are taken
     */
    Names(Set<String> used) {
        this.used = new HashSet<>(used);
    }

    void want(String tensor, int type) {
        types(tensor).putIfAbsent(type, OPEN);
    }

    /** Wants the tensor under a certain name. */
    void want(String tensor, int type, String name) {
        types(tensor).put(type, name);
        used.add(name);
    }

    boolean isNamed(String tensor, int type) {
        return !types(tensor).getOrDefault(type, OPEN).equals(OPEN);
    }

    /**
     * Names what has no name yet.
     *
     * @param mainType the type in which a tensor keeps its name
     */
    void settle(ToIntFunction<String> mainType) {
        names.forEach((tensor, types) -> {
            boolean free = !types.containsValue(tensor);
            types.replaceAll((type, name) -> {
                if (!name.equals(OPEN)) {
                    return name;
                }
                return free && type == mainType.applyAsInt(tensor) ? tensor : fresh(tensor, type);
            });
        });
    }

    String get(String tensor, int type) {
        return names.get(tensor).get(type);
    }

    /** The names of a tensor by type, in a fixed order. */
    Map<Integer, String> of(String tensor) {
        return names.getOrDefault(tensor, Map.of());
    }

    private Map<Integer, String> types(String tensor) {
        return names.computeIfAbsent(tensor, key -> new TreeMap<>());
    }

    private String fresh(String tensor, int type) {
        String base = tensor + suffix(type);
        String name = base;
        for (int i = 1; !used.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    private static String suffix(int type) {
        return switch (DataType.forNumber(type)) {
            case FLOAT16 -> "_fp16";
            case FLOAT -> "_fp32";
            default -> "_fp64";
        };
    }
}
