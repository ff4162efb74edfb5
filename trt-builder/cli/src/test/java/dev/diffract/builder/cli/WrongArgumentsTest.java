package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.diffract.builder.graphs.ExportedShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the words of a command line is told in a sentence, and what lies there stays as it was. */
class WrongArgumentsTest {

    @TempDir
    Path directory;

    static Stream<Arguments> wrongArguments() {
        return Stream.of(
                arguments(2, "no command given", List.of()),
                arguments(2, "there is no command 'draw': expected one of demo, plan, build, ", List.of("draw")),
                arguments(2, "there is no command 'serv': did you mean serve?", List.of("serv")),
                arguments(2, "there is no command 'embeded': did you mean embedded?", List.of("embeded")),
                arguments(2, "serve is a program of its own: the script 'diffract'", List.of("serve")),
                arguments(2, "there is no command 'chek': did you mean check?", List.of("plan", "chek")),
                arguments(2, "there is no command 'serv': did you mean serve?", List.of("serv", "--help")),
                arguments(2, "there is no command 'nonsense': expected one of demo, ", List.of("nonsense", "--help")),
                arguments(2, "there is no command 'chek': did you mean check?", List.of("plan", "chek", "--help")),
                arguments(2, "there is no command 'chek': did you mean check?", List.of("plan", "--help", "chek")),
                arguments(2, "there is no command 'chek': did you mean check?", List.of("help", "plan", "chek")),
                arguments(
                        2, "there is no command 'enginse': did you mean engines?", List.of("help", "bench", "enginse")),
                arguments(2, "embedded is a program of its own: the script", List.of("help", "embedded")),
                arguments(2, "serve is a program of its own: the script", List.of("serve", "-Da=b", "--help")),
                arguments(2, "'--port': 'abc' is not a whole number", List.of("demo", "--port", "abc")),
                arguments(2, "'--seed': 'x' is not a whole number", List.of("demo", "--seed", "x")),
                arguments(
                        2,
                        "'--slices': '99999999999' is beyond the numbers that it can be",
                        List.of("demo", "--slices", "99999999999")),
                arguments(
                        2,
                        "there is no option --assume-sd: did you mean --assume-sd15?",
                        List.of("plan", "check", "--assume-sd")),
                arguments(
                        2,
                        "there is no option --modell: did you mean --model?",
                        List.of("build", "--model", "M", "--out", "O", "--modell=M")),
                arguments(2, "there is no option --nix: expected one of --help, --version", List.of("--nix")),
                arguments(
                        2,
                        "there is no option --modell: did you mean --model?",
                        List.of("build", "--modell", "M", "--out", "O")),
                arguments(2, "there is no option --nix: expected one of --", List.of("build", "--nix")),
                arguments(2, "build has no use for 'more'", List.of("build", "more", "--out", "O")),
                arguments(2, "Missing required option: '--out=DIR'", List.of("build", "--model", "M")),
                arguments(
                        2,
                        "Invalid value for option '--max-batch'",
                        List.of("build", "--model", "M", "--out", "O", "--max-batch", "many")),
                arguments(
                        2,
                        "runtime 'cuda' is unknown: expected onnx",
                        List.of("build", "--runtime", "cuda", "--model", "M", "--out", "O")),
                arguments(
                        2,
                        "max-batch is 1, expected a number from 2",
                        List.of("build", "--model", "M", "--out", "O", "--max-batch", "1")),
                arguments(
                        2, "name 'a b' is not usable", List.of("build", "--model", "M", "--out", "O", "--name", "a b")),
                arguments(1, "missing does not exist", List.of("build", "--model", "missing", "--out", "O")),
                arguments(1, "is not a directory", List.of("build", "--model", "FILE", "--out", "O")),
                arguments(1, "has no graph (model.onnx)", List.of("build", "--model", "EMPTY", "--out", "O")),
                arguments(1, "must not lie inside each other", List.of("build", "--model", "M", "--out", "M/out")),
                arguments(1, "exists and is not a directory", List.of("build", "--model", "M", "--out", "FILE")),
                arguments(
                        1,
                        "is not empty and no repository written by Diffract",
                        List.of("build", "--model", "M", "--out", "FULL")),
                arguments(1, "cannot build", List.of("build", "--model", "M", "--out", "FILE/below/it")),
                arguments(1, "does not exist: expected a repository", List.of("verify", "missing")),
                arguments(1, "is not a directory: expected a repository", List.of("verify", "FILE")),
                arguments(2, "start it as ./diffract demo", List.of("demo")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongArguments")
    void ofTheCommandLineIsExplained(int exitCode, String sentence, List<String> words) throws IOException {
        ExportedShapes.unpack("diffusers", directory);
        Files.writeString(directory.resolve("FILE"), "a file");
        Files.createDirectory(directory.resolve("EMPTY"));
        Files.createDirectory(directory.resolve("FULL"));
        Files.writeString(directory.resolve("FULL/precious.txt"), "mine");

        BadInputTest.assertExplained(Outcome.of(placed(words)), exitCode, sentence);
        assertThat(directory.resolve("FULL/precious.txt")).exists();
    }

    private String[] placed(List<String> words) {
        List<String> placed = new ArrayList<>();
        for (String word : words) {
            boolean path = word.matches("M|M/out|O|FILE|FILE/below/it|EMPTY|FULL|missing");
            placed.add(
                    path
                            ? directory
                                    .resolve(word.replaceFirst("^M", "diffusers"))
                                    .toString()
                            : word);
        }
        return placed.toArray(String[]::new);
    }
}
