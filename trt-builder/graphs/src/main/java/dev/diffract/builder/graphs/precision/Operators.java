package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.proto.NodeProtoOrBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of ONNX operators in {@code operators.txt}. */
final class Operators {

    private static final String FILE = "operators.txt";
    private static final List<String> VARIABLES = List.of("T", "U");
    private static final String REPEATED = "...";
    private static final Map<String, Operator> TABLE = read();

    private Operators() {}

    static Optional<Operator> find(NodeProtoOrBuilder node) {
        return isStandard(node.getDomain()) ? Optional.ofNullable(TABLE.get(node.getOpType())) : Optional.empty();
    }

    /**
     * @throws GraphException if the table does not have the node's operator
     */
    static Operator of(NodeProtoOrBuilder node) {
        return find(node)
                .orElseThrow(() -> new GraphException("node '" + node.getName() + "' is "
                        + (isStandard(node.getDomain()) ? "" : "of domain " + node.getDomain() + ", ")
                        + node.getOpType()
                        + ", whose element types are not known: only operators of standard ONNX as Stable"
                        + " Diffusion's exporters write them can be converted to FP16"));
    }

    /** ONNX's own operators have an empty domain, or its full name. */
    static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private static Map<String, Operator> read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Operators.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Operators::parse)
                    .collect(Collectors.toMap(Operator::name, Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Operator parse(String line) {
        String[] sides = line.split("->", 2);
        String[] right = sides[1].split("\\|", 2);
        List<String> left = words(sides[0]);
        List<String> inputs = left.subList(2, left.size());
        List<String> outputs = words(right[0]);
        List<String> names = right.length < 2 ? List.of() : words(right[1]);
        Map<String, TypeClass> classes = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            classes.put(VARIABLES.get(i), TypeClass.of(names.get(i)));
        }
        return new Operator(
                left.get(1),
                Operator.Kind.valueOf(left.get(0).toUpperCase(Locale.ROOT)),
                withoutDots(inputs),
                inputs.contains(REPEATED),
                withoutDots(outputs),
                outputs.contains(REPEATED),
                classes);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.trim().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> withoutDots(List<String> words) {
        return words.stream().filter(word -> !word.equals(REPEATED)).toList();
    }
}
