package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.Keys;
import java.util.List;

/** Words on the command line behind the program: there is a use for none of them, and nobody would learn that they are passed over. */
final class Words {

    private static final String PROPERTY = "-D";

    private Words() {}

    /** A sentence without a full stop on the first of them; none if there are none. */
    static List<String> faults(List<String> words) {
        return words.isEmpty() ? List.of() : List.of(fault(words));
    }

    private static String fault(List<String> words) {
        String word = words.get(0);
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (name.startsWith(PROPERTY)) {
            return word + " stands behind the program, where Java does not read it: set the variable "
                    + Keys.variable(name.substring(PROPERTY.length()));
        }
        if (!name.startsWith("-")) {
            return "there is no use for '" + word + "': the frontend takes settings only, as -Dkey=value or variables";
        }
        return "there is no option " + name + ": "
                + new Keys()
                        .meant(name.substring(name.startsWith("--") ? 2 : 1))
                        .map(key -> "did you mean -D" + key + "=" + value(words, equals) + " or the variable "
                                + Keys.variable(key) + "?")
                        .orElse("the frontend takes settings only, as -Dkey=value or variables");
    }

    private static String value(List<String> words, int equals) {
        if (equals >= 0) {
            return words.get(0).substring(equals + 1);
        }
        return words.size() < 2 || words.get(1).startsWith("-") ? "…" : words.get(1);
    }
}
