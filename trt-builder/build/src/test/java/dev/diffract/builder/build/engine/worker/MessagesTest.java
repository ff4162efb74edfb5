package dev.diffract.builder.build.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.engine.CompiledEngine;
import dev.diffract.builder.build.engine.EngineJob;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import dev.diffract.repository.json.JsonRecordException;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

    private static final Path FOLDER = Path.of("engines").toAbsolutePath();
    private static final ShapeRange RANGE = new ShapeRange(Dims.of(1, 4), Dims.of(2, 4), Dims.of(8, 4));
    private static final EngineJob JOB = new EngineJob(
            "unet",
            new EngineJob.Files(
                    FOLDER.resolve("model.onnx"), FOLDER.resolve("model.plan"), FOLDER.resolve("timing.cache")),
            List.of(new ShapeProfile(Map.of("x", RANGE))),
            1 << 20,
            3,
            List.of(new EngineJob.Run(0, 1, 64, 64)));

    @Test
    void jobsArriveAsTheyWereSent() {
        for (Optional<Path> library : List.of(Optional.of(FOLDER), Optional.<Path>empty())) {
            JobMessage message = new JobMessage(library, JOB);
            assertThat(message.print()).doesNotContain("\n");
            assertThat(JobMessage.parse(message.print())).isEqualTo(message);
        }
    }

    @Test
    void whatAWorkerSaysArrives() {
        CompiledEngine engine =
                new CompiledEngine(7, List.of(new Measurement(2, 64, 64, 0.5, 9)), List.of("two\nlines"));
        for (WorkerMessage message :
                List.of(WorkerMessage.step("Building", 1, 2), WorkerMessage.done(engine), WorkerMessage.failed("no"))) {
            assertThat(message.print()).doesNotContain("\n");
            assertThat(WorkerMessage.parse(message.print())).contains(message);
        }
    }

    @Test
    void linesOfOthersAreNoMessages() {
        assertThat(WorkerMessage.parse("{\"failed\": \"a library's own JSON\"}"))
                .isEmpty();
        assertThat(WorkerMessage.parse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        "graph"               ; "grid":"","graph"       ; /job/files/grid is not known, expected one of engine, graph, timing_cache
        "workspace_bytes":1048576, ; ''                 ; /job/workspace_bytes is missing
        "optimization_level":3 ; "optimization_level":"3"; /job/optimization_level is not a whole number
        "max":{"sizes":[8,4]} ; "max":{"sizes":[8]}     ; /job/profiles/0/inputs/x: min, opt and max need as many dimensions as each other: 1x4 | 2x4 | 8
        """, quoteCharacter = '\'')
    void aJobThatIsNotUnderstoodIsNamedWithItsPath(String part, String otherwise, String sentence) {
        String line = new JobMessage(Optional.empty(), JOB).print();

        assertThat(line).contains(part);
        assertThatThrownBy(() -> JobMessage.parse(line.replace(part, otherwise)))
                .isInstanceOf(JsonRecordException.class)
                .hasMessage(sentence);
    }

    @Test
    void aWorkersMessageThatIsNotUnderstoodIsNamedWithItsPath() {
        assertThatThrownBy(() -> WorkerMessage.parse(
                        WorkerMessage.step("Building", 1, 2).print().replace("\"total\"", "\"all\":2,\"total\"")))
                .isInstanceOf(JsonRecordException.class)
                .hasMessage("/step/all is not known, expected one of done, phase, total");
    }
}
