package dev.diffract.builder.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No port is given to two, however many slices there are. */
class PlanPortsTest {

    @TempDir
    Path directory;

    @Test
    void twentySixSlicesFitBelowTheFrontendAndTwentySevenDoNot() throws IOException {
        String twentySix = PlanFiles.withSlice("{profile: 1g.5gb, model: sd15, count: 2}")
                .replace("model: A100-40GB", "model: A100-40GB\n    count: 13");
        assertThat(read(twentySix).ports().metrics(25)).isEqualTo(8077);

        String more = twentySix + "  - {model: A30, slices: [{profile: 1g.6gb, model: sd15}]}\n";
        assertThatThrownBy(() -> read(more))
                .hasMessageContaining(
                        "port 8080 would be the frontend's and slice-26's, because 27 slices take the ports"
                                + " 8000 to 8080: expected another ports.frontend, such as 8081");
        assertThat(read(more + "ports: {frontend: 8081}\n").ports()).isEqualTo(new Ports(8000, 8081, 8090));
    }

    @ParameterizedTest
    @CsvSource({
        "'{base: 8079}', 12:15, 'port 8080 would be the frontend''s and slice-0''s, because 1 slices take the ports 8079 to 8081', 8082",
        "'{base: 9000, frontend: 9000}', 12:31, 'port 9000 would be', 9003",
        "'{base: 9000, frontend: 9002}', 12:31, 'port 9002 would be', 9003",
        "'{frontend: 8001}', 12:19, 'port 8001 would be', 8003",
        "'{base: 65533, frontend: 65535}', 12:32, 'port 65535 would be', 65532"
    })
    void aPortOfTwoIsRefusedWithOneThatIsFree(String ports, String place, String sentence, String free) {
        assertThatThrownBy(() -> read(PlanFiles.GOOD + "ports: " + ports + "\n"))
                .hasMessageContaining("diffract.yaml:" + place + ": ")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith("such as " + free);
    }

    /** Health and metrics have a port of their own, which is nobody else's either. */
    @ParameterizedTest
    @CsvSource({
        "'{management: 8002}', 12:21, 'port 8002 would be the frontend''s health and metrics'' and slice-0''s', 8003",
        "'{base: 8088}', 12:15, 'port 8090 would be the frontend''s health and metrics'' and slice-0''s', 8091",
        "'{frontend: 8003, management: 8001}', 12:37, 'port 8001 would be', 8004",
        "'{frontend: 9000, management: 9000}', 12:37, 'port 9000 would be the frontend''s twice', 8003",
        "'{frontend: 8090}', 12:19, 'port 8090 would be the frontend''s twice', 8003",
        "'{base: 65533, frontend: 65532, management: 65535}', 12:51, 'port 65535 would be', 65531"
    })
    void aManagementPortOfTwoIsRefusedWithOneThatIsFree(String ports, String place, String sentence, String free) {
        assertThatThrownBy(() -> read(PlanFiles.GOOD + "ports: " + ports + "\n"))
                .hasMessageContaining("diffract.yaml:" + place + ": ")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith("such as " + free);
    }

    @Test
    void whatIsNoPortIsRefused() {
        assertThatThrownBy(() -> read(PlanFiles.GOOD + "ports: {}\n"))
                .hasMessageContaining(
                        "ports is an empty mapping: expected a mapping such as {base: 8000, frontend: 8080}");
        assertThatThrownBy(() -> read(PlanFiles.GOOD + "ports: {frontend: 65536}\n"))
                .hasMessageContaining("ports.frontend is 65536: expected a port from 1 to 65535");
        assertThatThrownBy(() -> read(PlanFiles.GOOD + "ports: {management: 0}\n"))
                .hasMessageContaining("ports.management is 0: expected a port from 1 to 65535");
        assertThatThrownBy(() -> read(PlanFiles.GOOD + "ports: {frontend: web}\n"))
                .hasMessageContaining("ports.frontend is 'web': expected a port from 1 to 65535");
    }

    /** Against the list of all ports. */
    @Test
    void aCollisionIsFoundWhereverItIs() {
        for (int slices = 0; slices < 5; slices++) {
            for (int frontend = 95; frontend < 120; frontend++) {
                Ports ports = new Ports(100, frontend, 99);
                Set<Integer> taken = new HashSet<>();
                for (int slice = 0; slice < slices; slice++) {
                    taken.add(ports.http(slice));
                    taken.add(ports.grpc(slice));
                    taken.add(ports.metrics(slice));
                }
                assertThat(taken).hasSize(3 * slices);
                assertThat(ports.sliceOn(frontend, slices).isPresent()).isEqualTo(taken.contains(frontend));
                if (slices > 0) {
                    assertThat(taken).doesNotContain(ports.beside(slices, frontend));
                    assertThat(ports.beside(slices, frontend)).isNotEqualTo(frontend);
                }
            }
        }
    }

    private Plan read(String text) throws IOException {
        return PlanReader.read(Files.writeString(directory.resolve("diffract.yaml"), text));
    }
}
