package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.WrongConfiguration;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.discovery.NameLookup;
import dev.diffract.frontend.service.FleetException;
import dev.diffract.frontend.wiring.Slices.Lookups;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlicesTest {

    @TempDir
    Path directory;

    private final Set<String> known = new HashSet<>(Set.of("h", "same", "service", "gone"));
    private final List<String> asked = new ArrayList<>();
    private final InstanceRegistry registry = new InstanceRegistry(InstantSource.system());

    @Test
    void thoseOfAFileFollowItWhenItIsReadAgain() throws IOException {
        Path file = Files.writeString(directory.resolve("slices"), "a=h:1\nb=h:2\n");
        Slices slices = slices(Map.of("diffract.fleet.file", file.toString()));
        assertThat(names()).containsExactly("a", "b");

        Files.writeString(file, "b=h:2\nc=dns:///service:3\n");
        assertThat(names()).as("nobody said so").containsExactly("a", "b");
        slices.reload();
        assertThat(names()).containsExactly("b", "c-10.0.0.7");
    }

    @Test
    void aWrongFileChangesNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("slices"), "a=h:1\nb=h:2\n");
        Slices slices = slices(Map.of("diffract.fleet.file", file.toString()));

        Files.writeString(file, "c=h:3\nc=h:4\n");
        assertThatThrownBy(slices::reload)
                .isInstanceOf(FleetException.class)
                .hasMessage(file + ", line 2: two slices are called 'c'; names must differ. Nothing was changed.");
        Files.writeString(file, "a=h:1\nb=typo:2\n");
        assertThatThrownBy(slices::reload)
                .hasMessage(file + ", line 2: nobody knows a host 'typo'; write a name that can be looked up, or an "
                        + "address. Nothing was changed.");
        Files.writeString(file, "a=h:1\nc=dns:///typo:4\n");
        assertThatThrownBy(slices::reload)
                .hasMessage(file + ", line 2: nobody knows a host 'typo', whose addresses would be slices; write"
                        + " dns:///typo with a name that has one. Nothing was changed.");
        Files.writeString(file, "a=h:1\nb=h:1\n");
        assertThatThrownBy(slices::reload)
                .hasMessage(file + ", line 2: h:1 stands there twice; a server is one slice. Nothing was changed.");
        Files.writeString(file, "a=h:1\nb=h:2\nc=[::1]:1\nd=same:1\n");
        assertThatThrownBy(slices::reload)
                .hasMessage(file + ", line 4: same:1 is the server at h:1, which stands there too; a server is one"
                        + " slice. Nothing was changed.");
        Files.writeString(file, "a=h:1\nweight: -1\n");
        assertThatThrownBy(slices::reload).hasMessageStartingWith(file + ", line 2: 'weight: -1' is no slice");
        Files.writeString(file, "# none\n");
        assertThatThrownBy(slices::reload).hasMessageContaining(file + " lists no slice");
        Files.delete(file);
        assertThatThrownBy(slices::reload).hasMessageContaining("there is no file " + file);

        assertThat(names()).containsExactly("a", "b");
    }

    /** Whoever wants that nothing is drawn drains slices. */
    @Test
    void aFileThatWouldLeaveNoSliceChangesNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("slices"), "a=h:1\nb=gone:5\n");
        Slices slices = slices(Map.of("diffract.fleet.file", file.toString()));

        known.remove("gone");
        Files.writeString(file, "b=dns:///gone:4\n");
        assertThatThrownBy(slices::reload)
                .isInstanceOf(FleetException.class)
                .hasMessage(
                        file + ": nothing that it lists can be found now, so that no slice would be left; take slices"
                                + " from their work by 'diffract fleet drain'. Nothing was changed.");
        slices.fleet().lookAgain();
        assertThat(names()).containsExactly("a", "b");
    }

    /** As when a frontend starts before its slices do. */
    @Test
    void whereThereWasNoSliceThereMayBeNoneAgain() throws IOException {
        Path file = Files.writeString(directory.resolve("slices"), "c=dns:///typo:4\n");
        Slices slices = slices(Map.of("diffract.fleet.file", file.toString()));
        Files.writeString(file, "d=dns:///typo:4\n");
        slices.reload();
        Files.writeString(file, "d=dns:///service:4\n");
        slices.fleet().lookAgain();
        assertThat(names()).as("nobody said so").isEmpty();
        slices.reload();
        assertThat(names()).containsExactly("d-10.0.0.7");
    }

    @Test
    void aDrainedSliceThatStaysListedStaysDrained() throws IOException {
        Path file = Files.writeString(directory.resolve("slices"), "a=h:1\nb=h:2\n");
        Slices slices = slices(Map.of("diffract.fleet.file", file.toString()));
        TritonInstance a = new TritonInstance("a", "h:1");
        registry.drain(a);

        Files.writeString(file, "c=h:3\na=h:1\n");
        slices.reload();
        assertThat(names()).containsExactly("c", "a");
        assertThat(registry.drained()).containsExactly(a);

        Files.writeString(file, "c=h:3\n");
        slices.reload();
        Files.writeString(file, "c=h:3\na=h:1\n");
        slices.reload();
        assertThat(registry.drained()).as("it went, and is a new one").isEmpty();
    }

    /** Its name server may be away, and who starts before its slices waits for them. */
    @Test
    void aHostThatStoodThereBeforeNeedNotBeKnown() throws IOException {
        Path file = Files.writeString(directory.resolve("slices"), "a=h:1\nb=typo:2\n");
        Slices slices = slices(Map.of("diffract.fleet.file", file.toString()));

        Files.writeString(file, "b=typo:3\nc=dns:///typo:4\nd=[::1]:5\n");
        slices.reload();
        assertThat(names()).containsExactly("b", "d");
    }

    @Test
    void servicesOfKubernetesAreForProgramsInACluster() throws IOException {
        String sentence =
                "kubernetes:///triton: services of Kubernetes are looked up within a cluster alone, and this program"
                        + " runs in none (KUBERNETES_SERVICE_HOST is not set).";
        assertThatThrownBy(() -> slices(Map.of("diffract.slices", "kubernetes:///triton:8001")))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.slices: " + sentence);
        Path file = Files.writeString(directory.resolve("slices"), "a=h:1\n");
        Slices slices = slices(Map.of("diffract.fleet.file", file.toString()));
        Files.writeString(file, "a=h:1\nkubernetes:///triton:8001\n");
        assertThatThrownBy(slices::reload).hasMessage(file + ", line 2: " + sentence + " Nothing was changed.");
        assertThatThrownBy(() -> slices(Map.of("diffract.fleet.file", file.toString())))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage(file + ", line 2: " + sentence);
    }

    @Test
    void thoseOfTheSettingAreWhatTheyAre() {
        Slices slices = slices(Map.of("diffract.slices", "a=h:1,t=dns:///service:3"));
        assertThat(names()).containsExactly("a", "t-10.0.0.7");
        assertThatThrownBy(slices::reload)
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("read at the start only");
    }

    @Test
    void aServerIsOneSliceFromTheStart() throws IOException {
        assertThatThrownBy(() -> slices(Map.of("diffract.slices", "a=h:1,b=h:1")))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.slices: h:1 stands there twice; a server is one slice.");
        String sentence = "same:1 is the server at h:1, which stands there too; a server is one slice.";
        assertThatThrownBy(() -> slices(Map.of("diffract.slices", "a=h:1,b=h:2,c=same:1")))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.slices: " + sentence);
        Path file = Files.writeString(directory.resolve("slices"), "a=h:1\n\nc=same:1\n");
        assertThatThrownBy(() -> slices(Map.of("diffract.fleet.file", file.toString())))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage(file + ", line 3: " + sentence);
    }

    /** As where slices are started after the frontend, or the name server is away. */
    @Test
    void aHostNeedNotBeKnownAtTheStart() {
        slices(Map.of("diffract.slices", "a=typo:1,b=h:1,c=other:1"));
        assertThat(names()).containsExactly("a", "b", "c");
        assertThat(asked).as("each who is not known may take long to tell").containsExactly("typo");
    }

    @Test
    void theyStandInOnePlace() {
        assertThatThrownBy(() -> slices(Map.of("diffract.slices", "a=h:1", "diffract.fleet.file", "slices")))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.slices and diffract.fleet.file both list slices: set one of them, not both.");
    }

    private Slices slices(Map<String, String> values) {
        DiffractConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DiffractConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(DiffractConfig.class);
        NameLookup names = new NameLookup(host -> {
            if (host.startsWith("[")) {
                return new InetAddress[] {InetAddress.getByName(host)};
            }
            asked.add(host);
            if (!known.contains(host)) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getByName("10.0.0.7")};
        });
        Slices slices = Slices.of(config, new Lookups(names, Optional.empty()));
        slices.fleet().follow(registry::set);
        return slices;
    }

    private List<String> names() {
        return registry.snapshots().stream()
                .map(InstanceSnapshot::instance)
                .map(TritonInstance::name)
                .toList();
    }
}
