package dev.diffract.builder.graphs.precision;

import java.util.List;
import java.util.Map;

/**
 * What an ONNX operator is to a graph's precision. The words of inputs and outputs are explained in {@code operators.txt}.
 *
 * @param inputs a word per input
 * @param variadicInputs whether the last word stands for any number of inputs
 * @param outputs a word per output
 * @param variadicOutputs whether the last word stands for any number of outputs
 * @param classes the types each type variable may be
 */
record Operator(
        String name,
        Kind kind,
        List<String> inputs,
        boolean variadicInputs,
        List<String> outputs,
        boolean variadicOutputs,
        Map<String, TypeClass> classes) {

    /** The word of what is FP32 whatever the node works with. */
    static final String FLOAT = "float";

    /** How the words of types that attributes name begin. */
    static final String NAMED = "@";

    enum Kind {
        /** Sums many products; the hardware keeps the sum in FP32. */
        HEAVY,
        /** One number out of one of each input. */
        ELEMENTWISE,
        /** Elementwise, and the result stays small however large its input. */
        BOUNDED,
        /** Sums inside, result of ordinary size. */
        NORMALISING,
        /** Many numbers become one. */
        REDUCING,
        /** Elementwise, and makes large numbers of ordinary ones. */
        GROWING,
        /** Elementwise, and brings large numbers back, or loses what is small. */
        SHRINKING,
        /** Takes angles: an error is absolute, however large the angle. */
        ANGULAR,
        /** Gives what it got, elsewhere. */
        MOVING,
        /** Its output's type is its own choice. */
        MAKING,
        /** No real numbers come out. */
        ASKING;

        /** Whether numbers are computed one by one, so that the type may change before or after. */
        boolean isElementwise() {
            return this == ELEMENTWISE || this == BOUNDED || this == GROWING || this == SHRINKING;
        }
    }

    /** The word of input {@code index}, or empty if the operator has fewer. */
    String input(int index) {
        return word(inputs, variadicInputs, index);
    }

    /** The word of output {@code index}, or empty if the operator has fewer. */
    String output(int index) {
        return word(outputs, variadicOutputs, index);
    }

    /** Whether an input's type is the node's own, and not fixed or free. */
    boolean follows(int input) {
        return classes.containsKey(input(input));
    }

    private static String word(List<String> words, boolean variadic, int index) {
        if (index < words.size()) {
            return words.get(index);
        }
        return variadic ? words.get(words.size() - 1) : "";
    }
}
