package dev.diffract.builder.files;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** YAML that readers of version 1.1 and 1.2 understand alike. */
public final class Yaml {

    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(Integer.MAX_VALUE)
            .build();

    private Yaml() {}

    /** @param comment lines above the document, without their number signs */
    public static String print(List<String> comment, Map<String, ?> document) {
        return comment.stream()
                        .map(line -> line.isEmpty() ? "#\n" : "# " + line + "\n")
                        .collect(Collectors.joining())
                + new Dump(SETTINGS, new Representer()).dumpToString(document);
    }

    /**
     * Whether lists and mappings of a text stand in each other deeper than so many levels. Whoever reads a tree takes a stack
     * frame for each, and a text of a few kilobytes can ask for thousands.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if the text is no YAML
     */
    public static boolean isDeeperThan(int levels, String text) {
        int depth = 0;
        for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > levels) {
                return true;
            }
        }
        return false;
    }

    /** Puts texts in quotes that some reader could take for something else, such as {@code 0:1}, {@code on} or {@code 8000}. */
    private static final class Representer extends StandardRepresenter {

        private static final Pattern PLAIN =
                Pattern.compile("(?!(?i:y|n|yes|no|on|off|true|false|null)$)[A-Za-z_][\\w./-]*");

        Representer() {
            super(SETTINGS);
            representers.put(String.class, this::text);
        }

        private Node text(Object data) {
            String text = (String) data;
            return representScalar(
                    Tag.STR, text, PLAIN.matcher(text).matches() ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
        }
    }
}
