package dev.diffract.builder.planning.plan;

import static dev.diffract.builder.planning.plan.PlanFiles.withSlice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong plan gets its sentences, each with the line and column of what is wrong. */
class BadPlanTest {

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "dev.diffract.builder.planning.plan.BadPlans#faultsOfTheWhole",
        "dev.diffract.builder.planning.plan.BadPlans#faultsOfModels",
        "dev.diffract.builder.planning.plan.BadPlans#faultsOfCards",
        "dev.diffract.builder.planning.plan.BadPlans#faultsOfSlices",
        "dev.diffract.builder.planning.plan.BadPlans#faultsOfGoals"
    })
    void isExplainedWithLineAndColumn(String name, String text, List<String> sentences) throws IOException {
        Path file = Files.writeString(directory.resolve("diffract.yaml"), text);

        assertThat(explanation(file).lines())
                .containsExactlyElementsOf(sentences.stream()
                        .map(sentence -> file + ":" + sentence)
                        .toList());
    }

    @Test
    void everythingIsFoundAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("diffract.yaml"), """
                version: 2
                repo: /srv/diffract
                models:
                  sd15: {source: sd15-onnx, resolutions: [500x512, huge]}
                gpus:
                  - model: A100-40GB
                    slices:
                      - {profile: 3g.40gb, model: sd51}
                      - {profile: 3g.20gb, model: sd15, start: 1, colour: red}
                  - model: L4
                    goal: {model: sd15, latency: soon}
                """);

        assertThat(explanation(file)
                        .lines()
                        .map(line ->
                                line.substring(file.toString().length() + 1).replaceFirst(": .*", "")))
                .containsExactly("1:1", "1:10", "2:1", "4:43", "4:52", "8:19", "8:35", "9:48", "9:51", "11:5", "11:34");
    }

    @Test
    void slicesThatDoNotFitAreExplainedWithTheNearestThatDo() throws IOException {
        Path file = Files.writeString(
                directory.resolve("diffract.yaml"),
                withSlice("{profile: 3g.20gb, model: sd15, count: 2}") + "      - {profile: 1g.5gb, model: sd15}\n");
        Plan plan = PlanReader.read(file);

        assertThat(catchThrowableOfType(PlanException.class, () -> PlanCheck.require(plan)))
                .hasMessage(file + ":10:5: the slices of 'left' do not fit: 2 x 3g.20gb and 1g.5gb need 9 memory units,"
                        + " and the A100-40GB has 8; nearest is 2g.10gb@0 1g.5gb@2 3g.20gb@4,"
                        + " where one 3g.20gb becomes 2g.10gb@0");
    }

    private static String explanation(Path file) {
        return catchThrowableOfType(PlanException.class, () -> PlanReader.read(file))
                .getMessage();
    }
}
