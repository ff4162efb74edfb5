package dev.diffract.repository.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.proto.DataType;
import dev.diffract.repository.proto.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {

    private static final String UNET = """
            platform: "tensorrt_plan"
            max_batch_size: 8
            input [
              { name: "sample" data_type: TYPE_FP16 dims: [ 4, 64, 64 ] },
              { name: "timestep" data_type: TYPE_INT64 dims: [ 1 ] reshape { shape: [ ] } }
            ]
            output { name: "out_sample" data_type: TYPE_FP16 dims: [ 4, 64, 64 ] }
            instance_group [ { kind: KIND_GPU count: 1 } ]  # one slice, one instance
            dynamic_batching { max_queue_delay_microseconds: 2000 }
            parameters { key: "profile" value: { string_value: "1g.10gb" } }
            """;

    @Test
    void readsWhatTritonReads() {
        ModelConfig config = ConfigFiles.parse(UNET);
        assertThat(config.getInput(0).getDataType()).isEqualTo(DataType.TYPE_FP16);
        assertThat(config.getInput(1).hasReshape()).isTrue();
        assertThat(config.getInput(1).getReshape().getShapeList()).isEmpty();
        assertThat(config.getDynamicBatching().getMaxQueueDelayMicroseconds()).isEqualTo(2000);
        assertThat(config.getParametersMap().get("profile").getStringValue()).isEqualTo("1g.10gb");
    }

    @Test
    void writesWhatItReads() {
        ModelConfig config = ConfigFiles.parse(UNET);
        assertThat(ConfigFiles.parse(ConfigFiles.print(config))).isEqualTo(config);
    }

    @Test
    void anUnknownFieldIsNamedWithItsPlace() {
        assertThatThrownBy(() -> ConfigFiles.parse("max_batch_size: 8\nmax_batch: 8\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("line 2, column 1: Input contains unknown fields and/or extensions:"
                        + " inference.ModelConfig.max_batch");
    }

    @Test
    void anUnknownTypeIsNamedWithItsPlace() {
        assertThatThrownBy(() -> ConfigFiles.parse("input { name: \"x\" data_type: FP16 }"))
                .hasMessageContaining("line 1, column 30:")
                .hasMessageContaining("FP16");
    }

    @Test
    void aMissingNameIsTheDirectorys(@TempDir Path root) throws IOException {
        Path file = Files.createDirectory(root.resolve("unet")).resolve(ConfigFiles.FILE_NAME);
        Files.writeString(file, UNET);
        assertThat(ConfigFiles.read(file).getName()).isEqualTo("unet");
    }

    @Test
    void aBrokenFileIsNamed(@TempDir Path root) throws IOException {
        Path file = root.resolve(ConfigFiles.FILE_NAME);
        Files.writeString(file, "name: ");
        assertThatThrownBy(() -> ConfigFiles.read(file)).hasMessageStartingWith(file + ": line 1");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> ConfigFiles.read(file)).hasMessage(file + ": is not UTF-8 text");
    }

    @Test
    void aFieldThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> ConfigFiles.parse(UNET + "max_batch_size: 4"))
                .hasMessageContaining("line 11, column ")
                .hasMessageContaining("max_batch_size");
        assertThatThrownBy(() -> ConfigFiles.parse(UNET + "sequence_batching { }"))
                .hasMessageContaining("line 11, column ")
                .hasMessageContaining("sequence_batching");
    }

    @Test
    void whatIsThereTwiceIsSaidInPlainWords() {
        assertThatThrownBy(() -> ConfigFiles.parse("name: \"a\"\ndynamic_batching { }\ndynamic_batching { }\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("line 3, column ")
                .hasMessageEndingWith(": the field 'dynamic_batching' is there twice, expected once");
        assertThatThrownBy(() -> ConfigFiles.parse("name: \"a\"\nname: \"b\"\n"))
                .hasMessageEndingWith(": the field 'name' is there twice, expected once");
        assertThatThrownBy(() -> ConfigFiles.parse("dynamic_batching { }\nsequence_batching { }\n"))
                .hasMessageEndingWith(
                        ": the fields 'dynamic_batching' and 'sequence_batching' are both there, and a model has one of them");
    }
}
