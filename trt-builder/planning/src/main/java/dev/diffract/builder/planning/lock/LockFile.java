package dev.diffract.builder.planning.lock;

import dev.diffract.builder.files.Yaml;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.lock.Lock.LockedGpu;
import dev.diffract.builder.planning.lock.Lock.LockedSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Lock files as text. */
public final class LockFile {

    private static final int VERSION = 1;

    /** It has four. */
    private static final int MOST_LEVELS = 32;

    private static final Pattern GPU = Pattern.compile("GPU-[0-9A-Za-z-]+");
    private static final Pattern MIG = Pattern.compile("MIG-[0-9A-Za-z/-]+");
    private static final List<String> COMMENT = List.of(
            "Which MIG device each slice of the plan is. Written by 'diffract plan lock'; make it again when the GPUs"
                    + " are cut anew.");

    private LockFile() {}

    public static String print(Lock lock) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put("gpus", lock.gpus().stream().map(LockFile::tree).toList());
        root.put("slices", lock.slices().stream().map(LockFile::tree).toList());
        return Yaml.print(COMMENT, root);
    }

    /** @throws PlanningException if the file is missing or is no lock file */
    public static Lock read(Path file) {
        Object tree;
        try {
            String text = Files.readString(file);
            if (Yaml.isDeeperThan(MOST_LEVELS, text)) {
                throw fault(file, "it has more than " + MOST_LEVELS + " levels of lists and mappings");
            }
            tree = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text);
        } catch (YamlEngineException e) {
            throw new PlanningException(
                    file + " is no YAML" + where(e) + ": expected a lock file, which 'diffract plan lock' writes", e);
        } catch (IOException e) {
            throw new PlanningException(
                    file + (Files.exists(file) ? " cannot be read" : " does not exist")
                            + ": expected a lock file, which 'diffract plan lock' writes",
                    e);
        }
        if (!(tree instanceof Map<?, ?> root) || !Integer.valueOf(VERSION).equals(root.get("version"))) {
            throw fault(file, "'version: " + VERSION + "' is missing");
        }
        return new Lock(
                list(
                        file,
                        root,
                        "gpus",
                        entry -> new LockedGpu(
                                text(file, entry, "card"),
                                text(file, entry, "model"),
                                number(file, entry, "index"),
                                uuid(file, entry, GPU))),
                list(
                        file,
                        root,
                        "slices",
                        entry -> new LockedSlice(
                                text(file, entry, "slice"),
                                text(file, entry, "card"),
                                text(file, entry, "profile"),
                                entry.containsKey("start")
                                        ? OptionalInt.of(number(file, entry, "start"))
                                        : OptionalInt.empty(),
                                uuid(file, entry, MIG))));
    }

    private static Map<String, Object> tree(LockedGpu gpu) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("card", gpu.card());
        tree.put("model", gpu.model());
        tree.put("index", gpu.index());
        tree.put("uuid", gpu.uuid());
        return tree;
    }

    private static Map<String, Object> tree(LockedSlice slice) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("slice", slice.slice());
        tree.put("card", slice.card());
        tree.put("profile", slice.profile());
        slice.start().ifPresent(start -> tree.put("start", start));
        tree.put("uuid", slice.uuid());
        return tree;
    }

    private static <T> List<T> list(Path file, Map<?, ?> root, String key, Function<Map<?, ?>, T> entry) {
        if (!(root.get(key) instanceof List<?> list)) {
            throw fault(file, "'" + key + "' is no list");
        }
        return list.stream()
                .map(value -> {
                    if (!(value instanceof Map<?, ?> map)) {
                        throw fault(file, "an entry of '" + key + "' is no mapping");
                    }
                    return entry.apply(map);
                })
                .toList();
    }

    private static String text(Path file, Map<?, ?> entry, String key) {
        if (entry.get(key) instanceof String text) {
            return text;
        }
        throw fault(file, "an entry has no '" + key + "'");
    }

    private static int number(Path file, Map<?, ?> entry, String key) {
        if (entry.get(key) instanceof Integer number && number >= 0) {
            return number;
        }
        throw fault(file, "an entry has no number as '" + key + "'");
    }

    private static String uuid(Path file, Map<?, ?> entry, Pattern pattern) {
        String uuid = text(file, entry, "uuid");
        if (!pattern.matcher(uuid).matches()) {
            throw fault(
                    file,
                    "'" + uuid + "' is no UUID such as " + pattern.pattern().substring(0, 4) + "...");
        }
        return uuid;
    }

    /** In brackets, where the reader of YAML tells it. */
    private static String where(YamlEngineException e) {
        return e instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(mark -> " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")")
                        .orElse("")
                : "";
    }

    private static PlanningException fault(Path file, String sentence) {
        return new PlanningException(
                file + ": " + sentence + ": expected a lock file as 'diffract plan lock' writes it");
    }
}
