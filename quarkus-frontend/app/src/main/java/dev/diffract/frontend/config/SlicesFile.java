package dev.diffract.frontend.config;

import dev.diffract.frontend.config.SliceTarget.Written;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A file that lists slices, one a line. What follows a {@code #} and lines with nothing else count for nothing. */
public final class SlicesFile {

    /** The setting that names it. */
    public static final String KEY = "diffract.fleet.file";

    private SlicesFile() {}

    /**
     * @param problem what is wrong with a slice that is written as one should be, as a sentence; asked once for each, in their order
     * @throws WrongConfiguration if it cannot be read, lists none, or has a wrong line or slice, which is told with the number of its line
     */
    public static List<SliceTarget> read(String file, Function<SliceTarget, Optional<String>> problem) {
        List<Written> written = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            int comment = line.indexOf('#');
            String text = (comment < 0 ? line : line.substring(0, comment)).trim();
            if (!text.isEmpty()) {
                written.add(new Written(file + ", line " + number, text));
            }
        }
        if (written.isEmpty()) {
            throw new WrongConfiguration(KEY + ": " + file + " lists no slice; a line is [name=]host:port.");
        }
        List<SliceTarget> targets = SliceTarget.parse(written);
        for (int i = 0; i < targets.size(); i++) {
            String where = written.get(i).where();
            problem.apply(targets.get(i)).ifPresent(sentence -> {
                throw new WrongConfiguration(where + ": " + sentence);
            });
        }
        return targets;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new WrongConfiguration(KEY + ": there is no file " + file + ".", e);
        } catch (CharacterCodingException e) {
            throw new WrongConfiguration(KEY + ": " + file + " is no text in UTF-8.", e);
        } catch (IOException e) {
            throw new WrongConfiguration(KEY + ": " + file + " cannot be read.", e);
        }
    }
}
