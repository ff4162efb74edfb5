package dev.diffract.frontend.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.config.SliceTarget.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesFileTest {

    @TempDir
    Path directory;

    @Test
    void aLineIsASlice() throws IOException {
        String file = write(
                "# the first card\na=localhost:8001   # 3g.40gb\n\n10.0.0.2:8011\r\nt=dns:///triton:8001\nkubernetes:///triton.gpu:8001\n");
        assertThat(read(file))
                .containsExactly(
                        new SliceTarget("a", "localhost", 8001),
                        new SliceTarget("10.0.0.2:8011", "10.0.0.2", 8011),
                        new SliceTarget("t", "triton", 8001, Kind.NAME),
                        new SliceTarget("triton.gpu", "triton.gpu", 8001, Kind.KUBERNETES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=h:1;;b=h | line 3: 'b=h' is no slice; write [name=]host:port, for example a=localhost:8001.",
                "a=h:1;b=h:99999 | line 2: the port of 'b=h:99999' must be from 1 to 65535, was 99999.",
                "a=h:1;# a;a=h:2 | line 3: two slices are called 'a'; names must differ.",
                "a=h:1;b=h:1 | line 2: h:1 stands there twice; a server is one slice.",
                "a=h:1;weight: -1 | line 2: 'weight: -1' is no slice; write [name=]host:port, for example a=localhost:8001, and"
                        + " nothing else: how fast a slice is is learned.",
                "a=h:1 weight=-1 | line 1: 'a=h:1 weight=-1' is no slice",
                "a=h:1,b=h:2 | line 1: 'a=h:1,b=h:2' is no slice",
                "dns://8.8.8.8/h:1 | line 1: 'dns://8.8.8.8/h:1' is no slice"
            })
    void aWrongLineIsToldWithItsNumber(String lines, String sentence) throws IOException {
        String file = write(lines.replace(';', '\n'));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessageStartingWith(file + ", ")
                .hasMessageContaining(sentence);
    }

    @Test
    void whatIsWrongWithASliceIsToldWithItsLine() throws IOException {
        String file = write("a=h:1\n\nb=h:2\n");
        assertThatThrownBy(() -> SlicesFile.read(
                        file, target -> target.port() == 2 ? Optional.of("h:2 is away.") : Optional.empty()))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage(file + ", line 3: h:2 is away.");
    }

    @Test
    void aFileWithoutASliceIsWrong() throws IOException {
        String file = write("# none\n\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.fleet.file: " + file + " lists no slice; a line is [name=]host:port.");
    }

    @Test
    void whatCannotBeReadIsToldSo() throws IOException {
        String nowhere = directory.resolve("nowhere").toString();
        assertThatThrownBy(() -> read(nowhere)).hasMessage("diffract.fleet.file: there is no file " + nowhere + ".");
        assertThatThrownBy(() -> read(directory.toString())).hasMessageEndingWith(" cannot be read.");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> read(binary.toString())).hasMessageEndingWith(" is no text in UTF-8.");
    }

    private static List<SliceTarget> read(String file) {
        return SlicesFile.read(file, target -> Optional.empty());
    }

    private String write(String text) throws IOException {
        return Files.writeString(directory.resolve("slices.txt"), text).toString();
    }
}
