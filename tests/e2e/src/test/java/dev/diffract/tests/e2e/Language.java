package dev.diffract.tests.e2e;

import java.util.ArrayList;
import java.util.List;

/** What a machine speaks. German writes 9,75 for 9.75; in Turkish the small letter of I is not i. */
enum Language {
    ENGLISH("en", "US"),
    GERMAN("de", "DE"),
    TURKISH("tr", "TR");

    private final String language;
    private final String country;

    Language(String language, String country) {
        this.language = language;
        this.country = country;
    }

    /** A program's command line, on such a machine. */
    List<String> of(List<String> command) {
        List<String> spoken = new ArrayList<>(command);
        spoken.addAll(1, List.of("-Duser.language=" + language, "-Duser.country=" + country));
        return spoken;
    }
}
