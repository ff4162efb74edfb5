package dev.diffract.builder.planning.plan;

import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns a text into YAML nodes, or says in the words of a plan's author why it is none. */
final class YamlSyntax {

    /** Plans need six levels; the composer needs a stack frame for each. */
    private static final int MAX_DEPTH = 32;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            // Both are the tree's to judge, which can say where they are.
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();

    private final String text;

    private YamlSyntax(String text) {
        this.text = text;
    }

    /** The text is no YAML. */
    static final class YamlException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Finding finding;

        private YamlException(Finding finding) {
            this.finding = finding;
        }

        Finding finding() {
            return finding;
        }
    }

    /** @return the document's root; empty if there is no document */
    static Optional<Node> nodes(String text) throws YamlException {
        return new YamlSyntax(text).nodes();
    }

    private Optional<Node> nodes() throws YamlException {
        try {
            limitDepth();
            return new Compose(SETTINGS).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw new YamlException(finding(e));
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            int column = before.length() - before.lastIndexOf('\n');
            throw new YamlException(new Finding(
                    line,
                    column,
                    String.format(
                            Locale.ROOT,
                            "the character U+%04X is not allowed in YAML: expected text",
                            e.getCodePoint())));
        } catch (YamlEngineException e) {
            throw new YamlException(Finding.ofFile("is no YAML: expected a plan file"));
        }
    }

    private void limitDepth() throws YamlException {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw new YamlException(Finding.at(
                        location(event.getStartMark().orElseThrow()),
                        "more than " + MAX_DEPTH + " levels of lists and mappings: a plan has six"));
            }
        }
    }

    private static Finding finding(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        String context = e.getContext() == null ? "" : e.getContext();
        Mark mark = e.getProblemMark().or(e::getContextMark).orElseThrow();
        Mark opened = e.getContextMark().orElse(mark);
        if (context.contains("quoted scalar")) {
            return Finding.at(
                    location(opened),
                    "a quoted text is not closed: expected " + Character.toString(at(opened)) + " at its end");
        }
        if (at(mark) == '\t') {
            return Finding.at(location(mark), "a tab: YAML is indented with blanks");
        }
        return Finding.at(location(mark), sentence(problem, opened.getLine() + 1));
    }

    private static String sentence(String problem, int opened) {
        if (problem.startsWith("mapping values are not allowed")) {
            return "a ':' that cannot stand here: expected one key per line, and quotes around a text with ': ' in it";
        }
        if (problem.startsWith("expected <block end>")) {
            return "this does not fit the lines above: entries of one mapping or list start in the same column";
        }
        if (problem.startsWith("could not find expected ':'")) {
            return "a line above has no ':': expected 'key: value'";
        }
        if (problem.startsWith("expected ',' or ']'")) {
            return "the list that opens in line " + opened + " is not closed before this: expected ',' or ']'";
        }
        if (problem.startsWith("expected ',' or '}'")) {
            return "the mapping that opens in line " + opened + " is not closed before this: expected ',' or '}'";
        }
        if (problem.startsWith("found undefined alias")) {
            return "nothing is called" + problem.substring("found undefined alias".length())
                    + ": expected an anchor with '&' above";
        }
        if (problem.contains("another document") || problem.contains("<document start>")) {
            return "a second document starts here: a plan file has one";
        }
        return "this is no YAML: expected 'key: value', and quotes around a text that begins with a sign";
    }

    /** The character at a mark; 0 at the end of the text. */
    private static int at(Mark mark) {
        return mark.getPointer() < mark.getBuffer().length ? mark.getBuffer()[mark.getPointer()] : 0;
    }

    static Location location(Mark mark) {
        return new Location(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
